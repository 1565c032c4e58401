package dev.yima.gateway.visitor;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.place.Region;
import dev.yima.gateway.history.ScanOrigin;
import dev.yima.gateway.partner.people.NetworkPseudonym;
import dev.yima.gateway.place.NetworkRegions;
import dev.yima.gateway.platform.http.ClientNetwork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Origins of requests, derived from their networks: province and pseudonyms. */
@ApplicationScoped
public class RequestOrigin {
    private final NetworkRegions regions;
    private final NetworkPseudonym.Tracer tracer;

    RequestOrigin(NetworkRegions regions, NetworkPseudonym.Tracer tracer) {
        this.regions = regions;
        this.tracer = tracer;
    }

    /** The province of a network; empty when the lists do not have it. */
    public Optional<Region> region(ClientNetwork network) {
        return regions.of(network);
    }

    /** The pseudonyms of network and device, by which a partner's own people are recognised as consumers. */
    public NetworkPseudonym trace(ClientNetwork network, String browser) {
        return tracer.of(network.prefix(), browser);
    }

    /** The origin of a request; null when the lists do not have its network. Days are those of China. */
    public @Nullable ScanOrigin of(ClientNetwork network, Instant at) {
        return regions.of(network)
                .map(region -> new ScanOrigin(
                        region, tracer.ofDay(network.prefix(), LocalDate.ofInstant(at, Conditions.ZONE_DEFAULT))))
                .orElse(null);
    }
}
