package dev.yima.gateway.platform.http;

import dev.yima.gateway.platform.config.StartException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxies whose forwarded headers are believed: the networks of {@code YIMA_TRUSTED_PROXIES}. */
final class TrustedProxies {
    private static final String SETTING = "YIMA_TRUSTED_PROXIES";
    private static final int NETWORKS_MAX = 64;

    private final List<IpNetwork> networks;

    private TrustedProxies(List<IpNetwork> networks) {
        this.networks = networks;
    }

    /**
     * Reads the setting.
     *
     * @param setting networks and addresses, separated by commas; empty for none
     * @throws StartException when it is malformed, or has more than 64
     */
    static TrustedProxies parse(String setting) {
        String[] parts = setting.isBlank() ? new String[0] : setting.split(",", -1);
        if (parts.length > NETWORKS_MAX) {
            throw new StartException("must name at most " + NETWORKS_MAX + " networks: " + SETTING);
        }
        try {
            return new TrustedProxies(Arrays.stream(parts)
                    .map(String::strip)
                    .map(IpNetwork::parse)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new StartException(SETTING + " " + e.getMessage(), e);
        }
    }

    /** Whether an address is that of a trusted proxy; a text that is no address is not. */
    boolean contains(String address) {
        byte @Nullable [] bytes = networks.isEmpty() ? null : IpNetwork.bytes(address);
        return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
    }
}
