package dev.yima.gateway.platform.http;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The network that a request came from: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one, the sizes
 * that providers hand out.
 *
 * @param prefix those bits, in hexadecimal; empty when the address was none
 */
public record ClientNetwork(String prefix) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_PREFIX_BYTES = 3;
    private static final int IPV6_PREFIX_BYTES = 6;

    /** The network of an address; all texts that are no address share one. */
    public static ClientNetwork of(String address) {
        byte @Nullable [] bytes = IpNetwork.bytes(address);
        return new ClientNetwork(
                bytes == null
                        ? ""
                        : HexFormat.of()
                                .formatHex(
                                        bytes, 0, bytes.length == IPV4_BYTES ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES));
    }
}
