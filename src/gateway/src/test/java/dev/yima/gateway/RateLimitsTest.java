package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** People and wrong guesses are limited; neighbours are not. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class RateLimitsTest {
    @Test
    void aGuesserIsStoppedAndTheNeighboursAreServed() {
        ShopFixture shop = ShopFixture.fresh("Guessed");
        TestLot lot =
                shop.activeLot(100, shop.runningCampaign(100, "[{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":100}]"));
        TestClock.toNextMinute();
        List<Response> guesses = IntStream.range(0, 100)
                .mapToObj(guess -> new Consumer().send(Map.of("code", String.format("ZZZZ%012d", guess))))
                .toList();

        long answered =
                guesses.stream().filter(answer -> answer.statusCode() == 200).count();
        assertTrue(
                answered >= SmallLimits.NETWORK_GUESSES && answered <= 2 * SmallLimits.NETWORK_GUESSES,
                "twenty a minute, and a minute may have ended: " + answered);
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
        int tries = 2 * SmallLimits.PERSON_SCANS;
        TestLot lot = shop.activeLot(tries + 1, "");
        Consumer machine = new Consumer();
        // What is counted begins anew with each minute of the clock.
        TestClock.toNextMinute();
        List<Integer> statuses = IntStream.range(0, tries)
                .mapToObj(
                        serial -> machine.send(Map.of("code", lot.code(serial))).statusCode())
                .toList();

        assertEquals(200, statuses.get(0));
        assertTrue(statuses.contains(429), statuses.toString());
        assertEquals(429, machine.send(Map.of("code", lot.code(tries))).statusCode());
        var next = new Consumer().look(lot.code(tries));
        assertEquals("GENUINE_FIRST", next.getString("verdict"), "a refused scan leaves no trace");
        assertEquals(1, next.getLong("scanCount"));
    }
}
