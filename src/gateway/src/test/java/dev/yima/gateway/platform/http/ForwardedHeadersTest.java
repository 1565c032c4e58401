package dev.yima.gateway.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Proof;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {
    private static final int LENGTH_MAX = 16 << 10;

    @Test
    void xForwardedForIsReadFromItsEnd() {
        assertEquals(List.of("10.0.0.1", "203.0.113.7"), addresses("X-Forwarded-For", "203.0.113.7, 10.0.0.1"));
        assertEquals(List.of("2", "1"), addresses("X-Forwarded-For", "1,,2 ,"));
        assertEquals(List.of("3", "2", "1"), addresses("X-Forwarded-For", "1", "2, 3"), "lines in their order");
        assertEquals(List.of("::1", "1.2.3.4"), addresses("X-Forwarded-For", "1.2.3.4:5678, [::1]:80"));
        assertEquals(List.of("2001:db8::1"), addresses("X-Forwarded-For", "2001:db8::1"));
        assertEquals(List.of(), addresses("X-Forwarded-For", ""));
    }

    @Test
    void forwardedIsReadAsItsStandardWritesIt() {
        assertEquals(
                List.of("198.51.100.17", "2001:db8:cafe::17", "192.0.2.43"),
                addresses(
                        "Forwarded",
                        "for=192.0.2.43;by=203.0.113.60, For=\"[2001:db8:cafe::17]:4711\"",
                        "proto=http;FOR=\"198.51.100.17:80\";host=\"a,b;c\\\"d\""));
        assertEquals(List.of("_gazonk", "unknown"), addresses("Forwarded", "for=unknown, for=\"_gazonk\""));
        assertEquals(List.of("192.0.2.43"), addresses("Forwarded", "for=\"192\\.0.2.43\""), "an escape for nothing");
        assertEquals(List.of(""), addresses("Forwarded", "proto=https"), "the proxy names nobody");
    }

    @Test
    void forwardedIsReadOnlyWithoutTheOther() {
        MultiMap both = headers("X-Forwarded-For", "203.0.113.7").add("Forwarded", "for=198.51.100.17");
        assertEquals(List.of("203.0.113.7"), ForwardedHeaders.addresses(both));
        assertTrue(ForwardedHeaders.areIn(both));
        assertTrue(ForwardedHeaders.areIn(headers("forwarded", "for=_x")));
        assertFalse(ForwardedHeaders.areIn(headers("X-Forwarded-Proto", "https")));
    }

    @Test
    void whatAClientWritesBeforeIsPassedOver() {
        for (String before : List.of("\"", "\\", "for=\"", "for=\"x\\", "for=\"1.2.3.4\\\"", ";;;", "for=\"a,b", "=")) {
            for (String proxys : List.of("for=203.0.113.7", "proto=https;for=\"203.0.113.7:443\"")) {
                assertEquals(
                        "203.0.113.7", addresses("Forwarded", before, proxys).get(0), before);
            }
            assertEquals(
                    "203.0.113.7",
                    addresses("X-Forwarded-For", before + ", 203.0.113.7").get(0),
                    before);
        }
    }

    /** Whatever comes before it: what the nearest proxy wrote reads the same. */
    @Test
    void garbageBeforeChangesNothing() {
        long seed = Proof.seed(53);
        Random dice = new Random(seed);
        String alphabet = "\"\\,;= []:_forun1.2aé\t";
        for (int round = Proof.size(2_000, 200_000); round > 0; round--) {
            StringBuilder before = new StringBuilder();
            for (int length = dice.nextInt(60); length > 0; length--) {
                before.append(alphabet.charAt(dice.nextInt(alphabet.length())));
            }
            String why = "seed " + seed + ", before: " + before;
            assertEquals(
                    "2001:db8::7",
                    addresses("Forwarded", before + ",for=\"[2001:db8::7]:443\";by=_p")
                            .get(0),
                    why);
            assertEquals(
                    "203.0.113.7",
                    addresses("X-Forwarded-For", before + ",203.0.113.7").get(0),
                    why);
            assertTrue(addresses("Forwarded", before.toString()).size() <= ForwardedHeaders.ELEMENTS_MAX, why);
            assertTrue(ForwardedHeaders.sayHttps(headers("Forwarded", before + ",proto=\"https\"")), why);
        }
    }

    @Test
    void theLongestHeaderIsReadToItsLimit() {
        for (String unit : List.of(",", "\"", "\\", "\\\"", "for=1.2.3.4,", ";", "for=\"[", "a", "=,", "\",")) {
            String long1 = unit.repeat(LENGTH_MAX / unit.length());
            assertTrue(addresses("Forwarded", long1).size() <= ForwardedHeaders.ELEMENTS_MAX, unit);
            assertTrue(addresses("X-Forwarded-For", long1).size() <= ForwardedHeaders.ELEMENTS_MAX, unit);
            assertFalse(ForwardedHeaders.sayHttps(headers("Forwarded", long1)), unit);
        }
    }

    @Test
    void anybodyOnTheWayCanSayHttps() {
        assertTrue(ForwardedHeaders.sayHttps(headers("X-Forwarded-Proto", "HTTPS, http")));
        assertTrue(ForwardedHeaders.sayHttps(headers("Forwarded", "for=1.2.3.4;proto=https, for=10.0.0.1;proto=http")));
        assertFalse(ForwardedHeaders.sayHttps(headers("X-Forwarded-Proto", "http")));
        assertFalse(ForwardedHeaders.sayHttps(headers("Forwarded", "for=https;host=\"proto=https\"")));
        assertFalse(ForwardedHeaders.sayHttps(MultiMap.caseInsensitiveMultiMap()));
    }

    private static List<String> addresses(String name, String... lines) {
        return ForwardedHeaders.addresses(headers(name, lines));
    }

    private static MultiMap headers(String name, String... lines) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        List.of(lines).forEach(line -> headers.add(name, line));
        return headers;
    }
}
