package dev.yima.gateway.platform.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.platform.redis.UnreachableRedis;
import dev.yima.gateway.platform.staff.Staff.Role;
import dev.yima.gateway.platform.staff.StaffQuota.Cost;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Staff's calls are limited by key and by brand, on all replicas together. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class StaffQuotaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Inject
    @SuppressWarnings("NullAway.Init")
    YimaConfig config;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Vertx vertx;

    /** Seen red with a current staff that asked no quota. */
    @Test
    void aKeyThatHasUsedUpItsQuotaIsToldWhenItMayGoOnAndTheOthersGoOn() {
        ShopFixture owner = ShopFixture.fresh("Hasty staff");
        JsonPath made = owner.post("/api/v1/keys", Map.of("role", "STAFF", "name", "A script"));
        UUID brand =
                UUID.fromString(owner.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        ShopFixture script = new ShopFixture(made.getString("key"));
        Map<String, String> product = Map.of("name", "Water");
        assertEquals(
                201, script.asStaff().body(product).post("/api/v1/products").statusCode());
        // As if the script had called for a minute without a pause, and at a Redis whose clock is an hour ahead.
        String bucket = "y:{" + brand + "}:calls:" + made.getString("id");
        String full =
                Long.toString(System.currentTimeMillis() + Duration.ofHours(1).toMillis());
        empty(bucket, full);
        Response refused = script.asStaff().body(product).post("/api/v1/products");
        assertEquals(429, refused.statusCode());
        assertEquals(
                "https://yima.dev/problems/too-many-calls", refused.jsonPath().getString("type"));
        assertEquals("1", refused.header("Retry-After"), "an empty bucket has enough for a call at once");
        empty(bucket, full);
        Map<String, String> scan = Map.of("code", "0C1S1YNT84EZMPS4");
        assertEquals(
                429, script.asStaff().body(scan).post("/api/v1/scans").statusCode(), "a scan with the key is a call");
        Eventually.isTrue(
                PATIENCE,
                () -> script.asStaff().body(product).post("/api/v1/products").statusCode() == 201);
        assertEquals(200, owner.asStaff().get("/api/v1/products").statusCode(), "another key of the brand");
    }

    private void empty(String bucket, String fullAt) {
        redis.ask(bucket, commands -> commands.set(bucket, fullAt)).await().atMost(PATIENCE);
    }

    @Test
    void replicasTakeFromTheSameBuckets() {
        assertShared(new StaffQuota(redis, config), new StaffQuota(redis, config));
    }

    @Test
    void aReplicaWithoutRedisHasBucketsOfItsOwn() {
        StaffQuota alone = new StaffQuota(UnreachableRedis.connection(vertx), config);
        assertShared(alone, alone);
    }

    private void assertShared(StaffQuota one, StaffQuota other) {
        UUID brand = UUID.randomUUID();
        List<Staff> keys = List.of(staff(brand), staff(brand), staff(brand), staff(brand));
        int most = ofKey();
        take(one, keys.get(0), most / 2);
        take(other, keys.get(0), most / 2 - 10);
        Problem refused = assertThrows(Problem.class, () -> take(one, keys.get(0), most / 2));
        assertEquals(ProblemType.TOO_MANY_CALLS, refused.type());
        long seconds = refused.retryAfter().toSeconds();
        assertTrue(seconds >= 1 && seconds <= StaffQuota.BURST_SECONDS / 2, "seconds: " + seconds);
        take(one, keys.get(1), most);
        int rest = ofBrand() - 2 * most + 10;
        take(one, keys.get(2), rest - 20);
        assertThrows(Problem.class, () -> take(other, keys.get(3), most / 2), "the brand's is used up");
        take(other, staff(UUID.randomUUID()), most);
    }

    @Test
    void whatWritesCostsMoreButForBatches() {
        assertTrue(Cost.WRITE.tokens() > Cost.READ.tokens());
        assertEquals(Cost.READ.tokens(), Cost.BATCH.tokens());
    }

    private int ofKey() {
        return config.limits().staffCallsPerSecond() * StaffQuota.BURST_SECONDS;
    }

    private int ofBrand() {
        return config.limits().brandCallsPerSecond() * StaffQuota.BURST_SECONDS;
    }

    private static Staff staff(UUID brand) {
        return new Staff(UUID.randomUUID(), brand, Role.STAFF, "");
    }

    private static void take(StaffQuota quota, Staff who, int tokens) {
        quota.take(who, tokens).await().atMost(PATIENCE);
    }
}
