package dev.yima.gateway.scan;

import dev.yima.engine.Conditions;
import dev.yima.engine.Region;
import dev.yima.gateway.history.SeenFrom;
import dev.yima.gateway.partner.Trace;
import dev.yima.gateway.place.Regions;
import dev.yima.gateway.risk.Network;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From where requests come, as their networks tell. */
@ApplicationScoped
class Origins {
    private final Regions regions;
    private final Trace.Tracer tracer;

    Origins(Regions regions, Trace.Tracer tracer) {
        this.regions = regions;
        this.tracer = tracer;
    }

    /** In which province a network is; empty where nothing tells. */
    Optional<Region> region(Network network) {
        return regions.of(network);
    }

    /** What a request leaves behind, to tell whether it came from a partner's own people. */
    Trace trace(Network network, String browser) {
        return tracer.of(network.prefix(), browser);
    }

    /** From where a request came; null where nothing tells. Days are those of China. */
    @Nullable SeenFrom of(Network network, Instant at) {
        return regions.of(network)
                .map(region -> new SeenFrom(
                        region, tracer.ofDay(network.prefix(), LocalDate.ofInstant(at, Conditions.ZONE_DEFAULT))))
                .orElse(null);
    }
}
