package dev.yima.gateway.brand;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.config.PublicAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The brand whose host a request came to, for pages that belong to no code: from memory, a minute old at most. */
@ApplicationScoped
public class HostBrand {
    private static final Logger LOG = Logger.getLogger(HostBrand.class);
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);
    private static final int HOSTS_MAX = 1_000;
    private static final int HOST_LENGTH_MAX = 253;

    private final BrandRepository brands;
    private final PublicAddress address;
    private final Cache<String, Optional<Brand>> known = Caffeine.newBuilder()
            .maximumSize(HOSTS_MAX)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    HostBrand(BrandRepository brands, PublicAddress address) {
        this.brands = brands;
        this.address = address;
    }

    /** The brand; empty for the deployment's own host, for one of nobody, and while the database is away. */
    public Uni<Optional<Brand>> of(HttpServerRequest http) {
        HostAndPort named = http.authority();
        if (named == null || named.host().length() > HOST_LENGTH_MAX || address.isOwn(named.toString())) {
            return Uni.createFrom().item(Optional.empty());
        }
        String host = named.toString().toLowerCase(Locale.ROOT);
        Optional<Brand> found = known.getIfPresent(host);
        return found != null
                ? Uni.createFrom().item(found)
                : brands.atHost(host)
                        .invoke(brand -> known.put(host, brand))
                        .onFailure()
                        .invoke(away -> LOG.debug("the page has no brand", away))
                        .onFailure()
                        .recoverWithItem(Optional.empty());
    }
}
