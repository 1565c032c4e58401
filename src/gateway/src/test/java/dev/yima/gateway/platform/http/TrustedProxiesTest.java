package dev.yima.gateway.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.platform.config.StartException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    @Test
    void aNetworkContainsTheAddressesThatShareItsFirstBits() {
        TrustedProxies proxies = TrustedProxies.parse("10.0.0.0/8, 192.168.4.0/22,203.0.113.7 ,2001:db8:a::/47, ::1");
        for (String inside : List.of(
                "10.0.0.0",
                "10.255.255.255",
                "::ffff:10.1.2.3",
                "192.168.7.255",
                "203.0.113.7",
                "2001:db8:b:ffff::1",
                "0:0:0:0:0:0:0:1",
                "::1")) {
            assertTrue(proxies.contains(inside), inside);
        }
        for (String outside : List.of(
                "11.0.0.0",
                "192.168.8.0",
                "192.168.3.255",
                "203.0.113.8",
                "2001:db8:c::",
                "::2",
                "::",
                "unknown",
                "_10.0.0.1",
                "10.0.0.1:80",
                "")) {
            assertFalse(proxies.contains(outside), outside);
        }
    }

    @Test
    void nobodyIsTrustedByDefault() {
        assertFalse(TrustedProxies.parse("").contains("127.0.0.1"));
        assertFalse(TrustedProxies.parse(" ").contains("::1"));
    }

    @Test
    void whatIsMalformedIsAStartErrorThatNamesTheSetting() {
        for (String malformed : List.of(
                "proxy.example.com",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.1/8",
                "10.0.0",
                "10.0.0.0/8/8",
                "2001:db8::/129",
                "10.0.0.1,",
                ",",
                "10.0.0.1 10.0.0.2",
                "*",
                "10.0.0.1,".repeat(64) + "10.0.0.1")) {
            StartException refused =
                    assertThrows(StartException.class, () -> TrustedProxies.parse(malformed), malformed);
            assertTrue(String.valueOf(refused.getMessage()).contains("YIMA_TRUSTED_PROXIES"), refused.getMessage());
        }
        assertEquals(
                "YIMA_TRUSTED_PROXIES must have a prefix of 1 to 32 bits: 0.0.0.0/0",
                assertThrows(StartException.class, () -> TrustedProxies.parse("::1, 0.0.0.0/0"))
                        .getMessage(),
                "to trust everybody is to let everybody choose an address");
    }
}
