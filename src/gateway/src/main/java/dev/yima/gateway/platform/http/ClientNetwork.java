package dev.yima.gateway.platform.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

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
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** The network of an address; all texts that are no address share one. */
    public static ClientNetwork of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return new ClientNetwork("");
        }
        if (bytes.length == IPV4_BYTES) {
            return prefix(bytes, 0, IPV4_PREFIX_BYTES);
        }
        return isIpv4(bytes) ? prefix(bytes, MAPPED.length, IPV4_PREFIX_BYTES) : prefix(bytes, 0, IPV6_PREFIX_BYTES);
    }

    /** Whether an IPv6 address is an IPv4-mapped one (RFC 4291, 2.5.5.2). */
    private static boolean isIpv4(byte[] address) {
        return Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    }

    private static ClientNetwork prefix(byte[] address, int from, int length) {
        return new ClientNetwork(HexFormat.of().formatHex(address, from, from + length));
    }
}
