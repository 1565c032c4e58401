package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** People and wrong guesses are limited; neighbours are not. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class RateLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

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

    /** A lot of another brand was answered 403 and not counted, no lot 404. */
    @Test
    void anEmployeeOfAnotherBrandGuessesLikeAnybody() {
        TestLot others = ShopFixture.fresh("Secret plans").mintedLot(5, "");
        CampaignFixture market = CampaignFixture.fresh("Curious");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer employee = market.worker(store, "STORE").elsewhere("198.51.100.78");
        TestClock.toNextMinute();
        List<Response> guesses = IntStream.rangeClosed(0, 2 * SmallLimits.NETWORK_GUESSES)
                .mapToObj(guess -> employee.get(
                        String.format("/api/v1/partner/codes/%s%012d", guess == 0 ? "ZZZZ" : others.number(), guess)))
                .toList();

        Response ofNone = guesses.get(0);
        Response ofOthers = guesses.get(1);
        assertEquals(404, ofNone.statusCode());
        assertEquals(ofNone.asString(), ofOthers.asString());
        assertTrue(guesses.stream().anyMatch(answer -> answer.statusCode() == 429), "they are counted");
    }

    /** Who drinks what another brand makes is no guesser. */
    @Test
    void anEmployeeBuysWhatOthersSell() {
        ShopFixture others = ShopFixture.fresh("Rival");
        TestLot bottles = others.activeLot(5, "");
        CampaignFixture market = CampaignFixture.fresh("Thirsty");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer employee = market.worker(store, "STORE").elsewhere("198.51.100.79");
        for (int look = 0; look <= 2 * SmallLimits.NETWORK_GUESSES; look++) {
            assertEquals(
                    404,
                    employee.get("/api/v1/partner/codes/" + bottles.code(0)).statusCode());
        }
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

    @Test
    void whoLooksAtManyCodesIsAnsweredAndFillsNoDisk() {
        ShopFixture shop = ShopFixture.fresh("Paparazzi");
        int codes = 2 * SmallLimits.LOT_LOOKS;
        int looks = 3 * codes;
        TestLot lot = shop.activeLot(codes, "");
        TestClock.toNextMinute();
        for (int look = 1; look <= 3; look++) {
            for (int serial = 0; serial < codes; serial++) {
                assertEquals(look, new Consumer().look(lot.code(serial)).getLong("scanCount"));
            }
        }

        String number =
                Integer.toString(LotNumber.read(lot.number()).orElseThrow().value());
        String rows = "SELECT count(*) FROM scan WHERE lot = " + number;
        String counted = "SELECT coalesce(sum(counted + earlier), 0)::bigint FROM scan_tally WHERE lot = " + number;
        Eventually.isTrue(() -> ask(rows) + ask(counted) == looks);
        assertTrue(ask(rows) >= codes, "the first look of each has a row: " + ask(rows));
        assertTrue(ask(rows) <= codes + 2 * SmallLimits.LOT_LOOKS, "a minute may have ended: " + ask(rows));
        // A state of Redis that begins anew knows of those that were only counted, too.
        redis.ask("", commands -> commands.flushdb()).await().atMost(PATIENCE);
        assertEquals(4, new Consumer().look(lot.code(codes - 1)).getLong("scanCount"));
    }

    private long ask(String query) {
        return pool.query(query)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
