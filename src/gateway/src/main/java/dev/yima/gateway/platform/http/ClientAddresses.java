package dev.yima.gateway.platform.http;

import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.platform.config.StartException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The addresses of clients, behind proxies or not. The only reader of a connection's address and of forwarded headers,
 * which it believes of trusted proxies alone.
 */
@ApplicationScoped
public class ClientAddresses {
    private static final Logger LOG = Logger.getLogger(ClientAddresses.class);

    private final TrustedProxies trusted;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * Reads the settings.
     *
     * @param trustedProxies networks and addresses, separated by commas; empty for none
     * @param addressForwarding the framework's own reading of forwarded headers, which believes anybody
     * @param proxyProtocol the framework's own reading of the PROXY protocol, which believes anybody
     * @throws StartException when the networks are malformed, or the framework would replace addresses
     */
    ClientAddresses(
            @ConfigProperty(name = "yima.trusted-proxies") Optional<String> trustedProxies,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean addressForwarding,
            @ConfigProperty(name = "quarkus.http.proxy.use-proxy-protocol", defaultValue = "false")
                    boolean proxyProtocol) {
        if (addressForwarding || proxyProtocol) {
            throw new StartException("must not be set, since it lets clients choose their address:"
                    + (addressForwarding
                            ? " QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING"
                            : " QUARKUS_HTTP_PROXY_USE_PROXY_PROTOCOL")
                    + "; name your proxies in YIMA_TRUSTED_PROXIES");
        }
        this.trusted = TrustedProxies.parse(trustedProxies.orElse(""));
    }

    /** Makes the settings be read at start. */
    void onStart(@Observes StartupEvent started) {}

    /**
     * The address of the client of a request: the last one of the forwarded chain that is not of a trusted proxy.
     *
     * @return a text that is no address where the connection has none, or a trusted proxy does not tell it
     */
    public String of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String address = peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
        if (!ForwardedHeaders.areIn(request.headers())) {
            return address;
        }
        if (!trusted.contains(address)) {
            warnOnce(address);
            return address;
        }
        for (String hop : ForwardedHeaders.addresses(request.headers())) {
            address = hop;
            if (!trusted.contains(hop)) {
                break;
            }
        }
        return address;
    }

    /**
     * Whether a browser speaks HTTPS with us, or with a proxy before us: cookies are then for this host alone. Anybody
     * can say so, trusted or not: it may only make an answer stricter.
     */
    public static boolean isSecure(HttpServerRequest request, PublicAddress address) {
        return address.isSecure() || request.isSSL() || ForwardedHeaders.sayHttps(request.headers());
    }

    private void warnOnce(String peer) {
        if (!warned.getAndSet(true)) {
            LOG.warnf(
                    "forwarded headers of %s are ignored: it is not in YIMA_TRUSTED_PROXIES. If it is your proxy, add"
                            + " it there; until then all who come through it are one network.",
                    peer);
        }
    }
}
