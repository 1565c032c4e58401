package dev.yima.gateway.platform.staff;

import dev.yima.gateway.platform.http.ClientNetwork;
import java.util.HexFormat;
import java.util.StringJoiner;

/** Text of a network, as people who read an audit write it. */
final class NetworkText {
    private static final int IPV4_PREFIX_BYTES = 3;

    private NetworkText() {}

    /** {@code 203.0.113.0/24} or {@code 2001:db8:1::/48}; {@code unknown} when the address was none. */
    static String of(ClientNetwork network) {
        byte[] prefix = HexFormat.of().parseHex(network.prefix());
        if (prefix.length == 0) {
            return "unknown";
        }
        if (prefix.length == IPV4_PREFIX_BYTES) {
            return "%d.%d.%d.0/24".formatted(prefix[0] & 0xFF, prefix[1] & 0xFF, prefix[2] & 0xFF);
        }
        StringJoiner groups = new StringJoiner(":", "", "::/" + prefix.length * Byte.SIZE);
        for (int at = 0; at < prefix.length; at += 2) {
            groups.add(Integer.toHexString((prefix[at] & 0xFF) << 8 | prefix[at + 1] & 0xFF));
        }
        return groups.toString();
    }
}
