package dev.yima.gateway.scanstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis whose memory is full forgets codes, or takes no more writes: what people are told stays true. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class FullRedisTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String JUNK = "x".repeat(50_000);
    private static final int PIECES_MAX = 2_000;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @AfterEach
    void giveItsMemoryBack() {
        configure("maxmemory", Integer.toString(256 << 20));
        configure("maxmemory-policy", "allkeys-lru");
        ask(commands -> commands.flushdb());
    }

    @Test
    void aCodeThatIsForgottenIsAskedOfPostgres() {
        ShopFixture shop = ShopFixture.fresh("Forgotten");
        TestLot lot = lot(shop);
        String reward = play(shop, lot);
        configure("maxmemory", Long.toString(used() + (1 << 20)));
        String key = "y2:{" + LotNumber.read(lot.number()).orElseThrow().value() + "}:0";
        for (int piece = 0; exists(key) && piece < PIECES_MAX; piece++) {
            String junk = "junk:" + piece;
            ask(commands -> commands.set(junk, JUNK));
        }
        assertTrue(!exists(key), "its state was evicted");

        theTruthIsTold(shop, lot, reward);
    }

    @Test
    void whereNothingMoreIsWrittenPostgresDecides() {
        ShopFixture shop = ShopFixture.fresh("Full");
        TestLot lot = lot(shop);
        String reward = play(shop, lot);
        configure("maxmemory-policy", "noeviction");
        configure("maxmemory", "1");

        theTruthIsTold(shop, lot, reward);
    }

    private static TestLot lot(ShopFixture shop) {
        return shop.activeLot(2, shop.runningCampaign(2, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":2}]"));
    }

    /** Somebody claims, somebody else looks; returns the id of the reward. */
    private static String play(ShopFixture shop, TestLot lot) {
        String reward = new Consumer().claim(lot.code(0)).getString("reward.id");
        assertEquals(2, new Consumer().look(lot.code(0)).getLong("scanCount"));
        Eventually.isTrue(() ->
                shop.asStaff().get("/api/v1/codes/" + lot.code(0)).jsonPath().getInt("scanCount") == 2);
        return reward;
    }

    private static void theTruthIsTold(ShopFixture shop, TestLot lot, String reward) {
        var late = new Consumer().claim(lot.code(0));
        assertEquals("GENUINE_REPEAT", late.getString("verdict"));
        assertEquals(3, late.getLong("scanCount"));
        assertNull(late.get("reward"));
        assertNotNull(new Consumer().claim(lot.code(1)).get("reward.id"));
        assertNotNull(reward);
        assertEquals("true", shop.ledgerCheck().getString("balanced"));
    }

    private boolean exists(String key) {
        return ask(commands -> commands.exists(key)) == 1;
    }

    private long used() {
        return ask(commands -> commands.info("memory"))
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    private void configure(String setting, String value) {
        ask(commands -> commands.configSet(Map.of(setting, value)));
    }

    private <T> T ask(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        return redis.ask("", command).await().atMost(SOON);
    }
}
