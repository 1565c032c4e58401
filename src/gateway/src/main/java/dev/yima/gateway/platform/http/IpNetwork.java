package dev.yima.gateway.platform.http;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A network of IP addresses: those that share its first bits, as CIDR notation writes it (RFC 4632). */
final class IpNetwork {
    private static final int IPV4_BYTES = 4;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final byte[] first;
    private final int bits;

    private IpNetwork(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /**
     * Reads a network, such as {@code 10.0.0.0/8}, or an address, which is a network of one.
     *
     * @throws IllegalArgumentException when the text is neither, has bits set behind its prefix, or covers everything
     */
    static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        byte @Nullable [] first = bytes(slash < 0 ? text : text.substring(0, slash));
        if (first == null) {
            throw new IllegalArgumentException("must be an IP address or a network of them: " + text);
        }
        int bitsMax = first.length * Byte.SIZE;
        String prefix = slash < 0 ? Integer.toString(bitsMax) : text.substring(slash + 1);
        int bits = prefix.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(prefix) : 0;
        if (bits == 0 || bits > bitsMax) {
            throw new IllegalArgumentException("must have a prefix of 1 to " + bitsMax + " bits: " + text);
        }
        BigInteger value = new BigInteger(1, first);
        if (value.signum() != 0 && value.getLowestSetBit() < bitsMax - bits) {
            throw new IllegalArgumentException("must have no bits set behind its prefix: " + text);
        }
        return new IpNetwork(first, bits);
    }

    /** The bytes of an address: four of an IPv4 one, sixteen of an IPv6 one; null for a text that is none. */
    static byte @Nullable [] bytes(String address) {
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        // IPv4, written as IPv6 (RFC 4291, 2.5.5.2)
        return bytes != null && Arrays.equals(bytes, 0, Math.min(MAPPED.length, bytes.length), MAPPED, 0, MAPPED.length)
                ? Arrays.copyOfRange(bytes, MAPPED.length, MAPPED.length + IPV4_BYTES)
                : bytes;
    }

    /** Whether an address is in the network. */
    boolean contains(byte[] address) {
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return address.length == first.length
                && Arrays.equals(address, 0, whole, first, 0, whole)
                && (rest == 0 || (address[whole] ^ first[whole]) >> (Byte.SIZE - rest) == 0);
    }
}
