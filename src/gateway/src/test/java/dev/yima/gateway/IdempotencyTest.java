package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A repeated request gets the first answer. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class IdempotencyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void theFirstAnswerIsGivenAgain() {
        ShopFixture shop = ShopFixture.fresh("Again");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        Response first = send(null, "key-1", body(lot.code(0)));
        String cookie = first.cookie("yima_member");
        new Consumer().look(lot.code(0));

        Response again = send(cookie, "key-1", body(lot.code(0)));
        assertEquals(first.asString(), again.asString());
        assertEquals(409, send(cookie, "key-1", body(lot.code(1))).statusCode());
        assertEquals(200, send(cookie, "key-2", body(lot.code(1))).statusCode());
        assertEquals(200, send(null, "key-1", body(lot.code(2))).statusCode(), "another person's key is their own");
    }

    @Test
    void whoNeverGotTheFirstAnswerIsStillTheSamePerson() {
        ShopFixture shop = ShopFixture.fresh("Lost answer");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        int serial = 0;
        for (String key : List.of("0b0e6a4e-8d4f-4c8e-9d3f-0c1d2e3f4a5b", "0b0e6a4e8d4f9c8e9d3f0c1d2e3f4a5b")) {
            String code = lot.code(serial++);
            Response first = send(null, key, body(code));
            Response again = send(null, key, body(code));
            assertEquals(first.asString(), again.asString());
            assertEquals(first.cookie("yima_member"), again.cookie("yima_member"));
        }
    }

    @Test
    void whoGuessesAKeyIsNotItsPerson() {
        ShopFixture shop = ShopFixture.fresh("Guessed");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        int serial = 0;
        for (String key :
                List.of("short", "order-20261130-000017", "00000000-0000-4000-8000-000000000001", "1".repeat(32))) {
            String code = lot.code(serial++);
            Response first = send(null, key, body(code));
            Response guessed = send(null, key, body(code));
            assertEquals(3, first.jsonPath().getInt("reward.points"));
            assertNull(guessed.jsonPath().get("reward"), key);
            assertNotEquals(first.cookie("yima_member"), guessed.cookie("yima_member"), key);
        }
    }

    @Test
    void theAnswerToAClaimIsStoredInItsCommit() {
        ShopFixture shop = ShopFixture.fresh("One commit");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        String key = UUID.randomUUID().toString();
        send(null, key, body(lot.code(0)));

        Row row = pool.preparedQuery("""
                        SELECT k.xmin::text AS answer, c.xmin::text AS claim FROM idempotency_key k, claim c
                        WHERE k.key = $1 AND c.lot = $2""")
                .execute(
                        Tuple.of(key, LotNumber.read(lot.number()).orElseThrow().value()))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next();
        assertEquals(row.getString("claim"), row.getString("answer"), "one transaction wrote both");
    }

    @Test
    void aKeyThatTwoRequestsRaceForClaimsOnce() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Race for a key");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        String cookie = send(null, "first", body(lot.code(0))).cookie("yima_member");
        SqlConnection locking = pool.getConnection().await().atMost(PATIENCE);
        List<Integer> answers = new ArrayList<>();
        ExecutorService phones = Executors.newFixedThreadPool(2);
        try {
            locking.query("BEGIN").execute().await().atMost(PATIENCE);
            locking.query("SELECT 1 FROM pool_counter FOR UPDATE")
                    .execute()
                    .await()
                    .atMost(PATIENCE);
            List<Future<Integer>> racing = new ArrayList<>();
            for (int serial = 1; serial <= 2; serial++) {
                String code = body(lot.code(serial));
                racing.add(phones.submit(() -> send(cookie, "raced-for", code).statusCode()));
            }
            Eventually.isTrue(() -> DatabaseLocks.waiting(pool) > 0);
            locking.query("ROLLBACK").execute().await().atMost(PATIENCE);
            for (Future<Integer> answer : racing) {
                answers.add(answer.get());
            }
        } finally {
            locking.close().await().atMost(PATIENCE);
            phones.shutdownNow();
        }
        assertEquals(Set.of(200, 409), Set.copyOf(answers));
        assertEquals(2, claims(lot), "the first, and one of the two");
    }

    private long claims(TestLot lot) {
        return pool.preparedQuery("SELECT count(*) FROM claim WHERE lot = $1")
                .execute(Tuple.of(LotNumber.read(lot.number()).orElseThrow().value()))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void aKeyHasAForm() {
        for (String key : new String[] {"x".repeat(129), "with space"}) {
            assertEquals(400, send(null, key, body("0C1S1YNT84EZMPS4")).statusCode(), key);
        }
    }

    private static String body(String code) {
        return "{\"code\":\"" + code + "\"}";
    }

    private static Response send(@Nullable String cookie, String key, String body) {
        var request = RestAssured.given()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body);
        return (cookie == null ? request : request.cookie("yima_member", cookie)).post("/api/v1/scans");
    }
}
