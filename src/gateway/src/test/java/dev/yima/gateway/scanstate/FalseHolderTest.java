package dev.yima.gateway.scanstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Redis names the holder of a claim that PostgreSQL does not have, as after a failover to a standby that lacked the
 * last commits: nobody is refused for it, and Redis is put right.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class FalseHolderTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MeterRegistry meters;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @SuppressWarnings("NullAway.Init")
    private TestLot lot;

    @SuppressWarnings("NullAway.Init")
    private ShopFixture shop;

    private double contradictionsBefore;

    @BeforeEach
    void sell() {
        shop = ShopFixture.fresh("Contradictions");
        lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":10}]"));
        contradictionsBefore = contradictions();
    }

    @Test
    void aClaimThatPostgresLostCanBeMadeAgain() {
        tellRedis(0, UUID.randomUUID(), "none");
        Consumer second = new Consumer();

        assertNotNull(second.claim(lot.code(0)).get("reward"));

        String holder = second.claim(lot.code(0)).getString("memberId");
        Eventually.isTrue(() -> holder.equals(holderIn(0)));
        assertEquals(contradictionsBefore + 1, contradictions());
        assertNull(new Consumer().claim(lot.code(0)).get("reward"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void whoseOwnClaimWasLostMakesItAgain() {
        Consumer person = new Consumer();
        UUID member = UUID.fromString(person.look(lot.code(1)).getString("memberId"));
        tellRedis(0, member, "some");

        JsonPath claimed = person.claim(lot.code(0));

        assertNotNull(claimed.get("reward"));
        assertEquals(claimed.getString("reward.id"), person.claim(lot.code(0)).getString("reward.id"));
    }

    @Test
    void aLookRemovesTheFalseHolder() {
        tellRedis(0, UUID.randomUUID(), "none");

        assertEquals("GENUINE_FIRST", new Consumer().look(lot.code(0)).getString("verdict"));

        Eventually.isTrue(() -> "-".equals(holderIn(0)));
        assertEquals(contradictionsBefore + 1, contradictions());
    }

    @Test
    void aHolderIsConfirmedAlsoWhereTheHistoryIsAsked() {
        tellRedis(0, UUID.randomUUID(), "unasked");

        assertNotNull(new Consumer().claim(lot.code(0)).get("reward"));

        assertEquals(contradictionsBefore + 1, contradictions());
    }

    @Test
    void theTrueHolderTakesThePlaceOfAFalseOne() {
        Consumer first = new Consumer();
        JsonPath claimed = first.claim(lot.code(0));
        tellRedis(0, UUID.randomUUID(), "none");

        assertNull(new Consumer().claim(lot.code(0)).get("reward"));
        assertEquals(claimed.getString("reward.id"), first.claim(lot.code(0)).getString("reward.id"));

        Eventually.isTrue(() -> claimed.getString("memberId").equals(holderIn(0)));
    }

    @Test
    void whileNobodyCanTellAClaimIsPutOffAndALookIsAnswered() {
        tellRedis(0, UUID.randomUUID(), "none");
        SqlConnection other = owner.get().getConnection().await().atMost(SOON);
        try {
            run(other, "BEGIN");
            run(other, "LOCK TABLE claim");
            Consumer person = new Consumer();
            assertEquals("GENUINE_REPEAT", person.look(lot.code(0)).getString("verdict"));
            Response putOff = person.send(Map.of("code", lot.code(0)));
            assertEquals(503, putOff.statusCode(), putOff.asString());
            run(other, "ROLLBACK");
            assertNotNull(person.claim(lot.code(0)).get("reward"));
        } finally {
            run(other, "ROLLBACK");
            other.close().await().atMost(SOON);
        }
    }

    private static void run(SqlConnection connection, String statement) {
        connection.query(statement).execute().await().atMost(SOON);
    }

    @Test
    void whatIsNoStateIsTreatedAsNone() {
        for (String nonsense : List.of("", "nonsense", "- x 1 - none 0 0", "zz 1 1 - none 1 1")) {
            store(0, nonsense);
            assertEquals("GENUINE_FIRST", new Consumer().look(lot.code(0)).getString("verdict"), nonsense);
            lot = shop.activeLot(10, shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]"));
        }
        String key = key(0);
        redis.ask(key, commands -> commands.rpush(key, "a list")).await().atMost(SOON);
        assertNotNull(new Consumer().claim(lot.code(0)).get("reward"));
        assertNull(new Consumer().claim(lot.code(0)).get("reward"));
        assertTrue(redis.isThere());
    }

    /** Stores the state of a code that was scanned and claimed a moment ago. */
    private void tellRedis(int serial, UUID holder, String history) {
        long now = TestClock.now().toEpochMilli() - 1;
        store(serial, String.join(" ", "-", "" + now, "0", holder.toString(), history, "0", "" + now));
    }

    private void store(int serial, String state) {
        String key = key(serial);
        redis.ask(key, commands -> commands.set(key, state)).await().atMost(SOON);
    }

    private String holderIn(int serial) {
        String key = key(serial);
        return redis.ask(key, commands -> commands.get(key))
                .await()
                .atMost(SOON)
                .split(" ", -1)[3];
    }

    private String key(int serial) {
        return "y2:{" + LotNumber.read(lot.number()).orElseThrow().value() + "}:" + serial;
    }

    private double contradictions() {
        return meters.counter("yima.scanstate.contradictions").count();
    }
}
