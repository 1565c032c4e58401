package dev.yima.gateway.risk;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/**
 * The network that a request came from: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one, the sizes
 * that providers hand out.
 *
 * @param prefix the bytes that name it, in hexadecimal
 */
public record Network(String prefix) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_PREFIX_BYTES = 3;
    private static final int IPV6_PREFIX_BYTES = 6;

    /** The network of an address; all that are not addresses share one. */
    public static Network of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return new Network("");
        }
        int length = bytes.length == IPV4_BYTES ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
        return new Network(HexFormat.of().formatHex(bytes, 0, length));
    }
}
