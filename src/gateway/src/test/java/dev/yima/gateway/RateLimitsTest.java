package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People and wrong guesses are limited; neighbours are not. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(RateLimitsTest.Strict.class)
class RateLimitsTest {
    /** Limits that a test reaches in a moment. */
    public static class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yima.limits.network-guesses-per-minute", "20", "yima.limits.person-scans-per-minute", "10");
        }
    }

    @Test
    void aGuesserIsStoppedAndTheNeighboursAreServed() {
        ShopFixture shop = ShopFixture.fresh("Guessed");
        TestLot lot =
                shop.activeLot(100, shop.runningCampaign(100, "[{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":100}]"));
        List<Response> guesses = IntStream.range(0, 100)
                .mapToObj(guess -> new Consumer().send(Map.of("code", String.format("ZZZZ%012d", guess))))
                .toList();

        long answered =
                guesses.stream().filter(answer -> answer.statusCode() == 200).count();
        assertTrue(answered >= 20 && answered <= 40, "twenty a minute, and a minute may have ended: " + answered);
        Response refused = guesses.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertEquals(
                "https://yima.dev/problems/too-many-guesses", refused.jsonPath().getString("type"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1);
        IntStream.range(0, 100)
                .forEach(serial -> assertEquals(
                        "GENUINE_FIRST", new Consumer().claim(lot.code(serial)).getString("verdict")));
    }

    @Test
    void aPersonWhoScansLikeAMachineIsStopped() {
        ShopFixture shop = ShopFixture.fresh("Hasty");
        TestLot lot = shop.activeLot(100, "");
        Consumer machine = new Consumer();
        // What is counted begins anew with each minute of the clock.
        Eventually.isTrue(Duration.ofMinutes(1), () -> Instant.now().getEpochSecond() % 60 < 40);
        List<Integer> statuses = Stream.iterate(0, serial -> serial < 40, serial -> serial + 1)
                .map(serial -> machine.send(Map.of("code", lot.code(serial))).statusCode())
                .toList();

        assertEquals(200, statuses.get(0));
        assertTrue(statuses.contains(429), statuses.toString());
        assertEquals(429, machine.send(Map.of("code", lot.code(99))).statusCode());
        var next = new Consumer().look(lot.code(99));
        assertEquals("GENUINE_FIRST", next.getString("verdict"), "a refused scan leaves no trace");
        assertEquals(1, next.getLong("scanCount"));
    }
}
