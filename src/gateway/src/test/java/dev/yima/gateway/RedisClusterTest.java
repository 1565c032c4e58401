package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.embedded.redis.RedisCluster;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.platform.redis.RedisConnection.AwayException;
import io.lettuce.core.cluster.SlotHash;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Six nodes of a Redis Cluster, three of them masters, serve as one Redis does; what moves or dies is followed. */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
@QuarkusTest
@QuarkusTestResource(value = ClusterServers.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisClusterTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(15);
    private static final int LOTS = 8;
    private static final String PRIZES = "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":1000}]";

    @SuppressWarnings("NullAway.Init")
    RedisCluster cluster;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CacheInvalidation invalidation;

    @Test
    @Order(1)
    void scansAndClaimsUseEveryMaster() {
        Eventually.isTrue(RedisClusterTest::isWhole);
        List<TestLot> lots = lots();
        for (TestLot lot : lots) {
            firstComesFirst(lot.code(0));
            Eventually.isTrue(() -> valueOf(lot, 0) != null);
        }
        assertEquals(3, masters(lots).size(), "lots on every master, or another number of them");
        masters(lots).forEach(node -> cluster.ask(node, "SCRIPT", "FLUSH"));
        lots.forEach(lot -> firstComesFirst(lot.code(1)));
        assertTrue(redis.isThere(), "a script that a node forgot is no failure");
    }

    @Test
    @Order(2)
    void whatAnyNodeIsToldIsHeard() {
        Eventually.isTrue(RedisClusterTest::isWhole);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        invalidation.subscribe(change -> heard.add(change.kind() + ' ' + change.id()));
        for (int node : cluster.alive()) {
            String told = "told at node " + node;
            Eventually.isTrue(() -> {
                cluster.ask(node, "PUBLISH", "yima:changes", told);
                return heard.contains(told);
            });
        }
    }

    @Test
    @Order(3)
    void aSlotThatMovesIsFollowed() {
        Eventually.isTrue(RedisClusterTest::isWhole);
        List<TestLot> lots = lots();
        Consumer first = new Consumer();
        lots.forEach(lot -> assertNotNull(first.claim(lot.code(0)).get("reward")));
        TestLot moved = lots.get(0);
        TestLot elsewhere = lots.stream()
                .filter(lot -> cluster.masterOf(slot(lot)) != cluster.masterOf(slot(moved)))
                .findFirst()
                .orElseThrow();

        cluster.move(slot(moved), slot(elsewhere));

        assertEquals("GENUINE_REPEAT", new Consumer().look(moved.code(0)).getString("verdict"));
        firstComesFirst(moved.code(1));
        assertNotNull(valueOf(moved, 1));
        Eventually.isTrue(WHOLE_WITHIN, RedisClusterTest::isWhole);
    }

    @Test
    @Order(4)
    void aMasterThatDiesIsReplacedAndNoScanFails() {
        Eventually.isTrue(RedisClusterTest::isWhole);
        List<TestLot> lots = lots();
        int victim = cluster.masterOf(slot(lots.get(0)));
        TestLot living = lots.stream()
                .filter(lot -> cluster.masterOf(slot(lot)) != victim)
                .findFirst()
                .orElseThrow();

        cluster.kill(victim);

        assertThrows(AwayException.class, () -> valueOf(lots.get(0), 0));
        assertNull(valueOf(living, 0), "a node that is away does not close the others");
        int[] serial = {0};
        Eventually.isTrue(WHOLE_WITHIN, () -> {
            lots.forEach(lot -> firstComesFirst(lot.code(serial[0])));
            serial[0]++;
            return isWhole();
        });
        for (TestLot lot : lots) {
            firstComesFirst(lot.code(serial[0]));
            assertNotNull(valueOf(lot, serial[0]));
        }
        whatAnyNodeIsToldIsHeard();
    }

    /** The first person to claim is paid, and the second is told. */
    private static void firstComesFirst(String code) {
        assertNotNull(new Consumer().claim(code).get("reward"));
        var second = new Consumer().claim(code);
        assertEquals("GENUINE_REPEAT", second.getString("verdict"));
        assertNull(second.get("reward"));
    }

    private static List<TestLot> lots() {
        ShopFixture shop = ShopFixture.fresh("Cluster");
        String campaign = shop.runningCampaign(1_000, PRIZES);
        List<TestLot> lots = new ArrayList<>();
        for (int i = 0; i < LOTS; i++) {
            lots.add(shop.activeLot(1_000, campaign));
        }
        return lots;
    }

    private Set<Integer> masters(List<TestLot> lots) {
        return lots.stream().map(lot -> cluster.masterOf(slot(lot))).collect(Collectors.toSet());
    }

    private @Nullable String valueOf(TestLot lot, int serial) {
        String key = key(lot, serial);
        return redis.ask(key, commands -> commands.get(key)).await().atMost(SOON);
    }

    private static int slot(TestLot lot) {
        return SlotHash.getSlot(key(lot, 0));
    }

    private static String key(TestLot lot, int serial) {
        return "y2:{" + LotNumber.read(lot.number()).orElseThrow().value() + "}:" + serial;
    }

    private static boolean isWhole() {
        return "ok"
                .equals(Management.get("/q/health/ready")
                        .jsonPath()
                        .getString("checks.find { it.name == 'Redis' }.data.state"));
    }
}
