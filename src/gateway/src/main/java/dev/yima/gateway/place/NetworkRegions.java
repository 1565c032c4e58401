package dev.yima.gateway.place;

import dev.yima.engine.place.Region;
import dev.yima.gateway.platform.http.ClientNetwork;
import io.netty.util.NetUtil;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.dreamlu.mica.ip2region.core.IpInfo;
import net.dreamlu.mica.ip2region.core.IpV6Searcher;
import net.dreamlu.mica.ip2region.core.Searcher;

/**
 * Provinces of networks, by the lists that come with {@code mica-ip2region}: ip2region for IPv4, that of zxinc.org for
 * IPv6. Both are in memory, 14 MB; a lookup takes about a microsecond.
 */
@Startup
@ApplicationScoped
public class NetworkRegions {
    private static final String IPV4_LIST = "/ip2region/ip2region.xdb";
    private static final String IPV6_LIST = "/ip2region/ipv6wry.db";
    private static final String CHINA = "中国";
    private static final String NONE = "0";
    /** Names in the lists of networks without a place: private, reserved, anycast. */
    private static final String NOWHERE = "0|全球|局域网|本机|IANA.*|.*保留.*";

    private static final int IPV4_PREFIX_BYTES = 3;
    private static final int IPV6_BYTES = 16;

    private final Searcher ipv4;
    private final IpV6Searcher ipv6;

    NetworkRegions() {
        try {
            this.ipv4 = Searcher.newWithBuffer(list(IPV4_LIST));
            this.ipv6 = IpV6Searcher.newWithBuffer(list(IPV6_LIST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] list(String name) throws IOException {
        try (InputStream list = Searcher.class.getResourceAsStream(name)) {
            if (list == null) {
                throw new IOException("must be on the class path: " + name);
            }
            return list.readAllBytes();
        }
    }

    /** The province of a network, or abroad; empty when the lists do not have it, or know only that it is in China. */
    public Optional<Region> of(ClientNetwork network) {
        byte[] prefix = HexFormat.of().parseHex(network.prefix());
        if (prefix.length == 0) {
            return Optional.empty();
        }
        return prefix.length == IPV4_PREFIX_BYTES ? ipv4(prefix) : ipv6(prefix);
    }

    private Optional<Region> ipv4(byte[] prefix) {
        long address = Integer.toUnsignedLong(
                ByteBuffer.wrap(Arrays.copyOf(prefix, Integer.BYTES)).getInt());
        try {
            // 国家|区域|省份|城市|运营商, 0 where it is not known.
            String[] found = String.valueOf(ipv4.search(address)).split("\\|", -1);
            return found.length < 3 ? Optional.empty() : region(found[0], found[2]);
        } catch (IOException e) {
            throw new UncheckedIOException("a list in memory can be read", e);
        }
    }

    private Optional<Region> ipv6(byte[] prefix) {
        IpInfo found = ipv6.query(NetUtil.bytesToIpAddress(Arrays.copyOf(prefix, IPV6_BYTES)));
        return found == null || found.getCountry() == null
                ? Optional.empty()
                : region(found.getCountry(), found.getProvince() == null ? NONE : found.getProvince());
    }

    private static Optional<Region> region(String country, String province) {
        if (country.matches(NOWHERE)) {
            return Optional.empty();
        }
        // The IPv6 list has 中国 香港区, 中国 台湾省 and 中国 澳门区 for countries, and no province then.
        return country.startsWith(CHINA)
                ? Region.named(province)
                        .or(() -> Region.named(country.substring(CHINA.length()).strip()))
                : Optional.of(Region.ABROAD);
    }
}
