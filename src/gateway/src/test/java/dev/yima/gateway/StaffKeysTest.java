package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.db.Rows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what with a key, and until when. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class StaffKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void aStoreRedeemsCouponsAndIsThePublicElsewhere() {
        ShopFixture owner = ShopFixture.fresh("Owner of stores");
        ShopFixture store = withKey(owner, "STORE");
        TestLot lot = owner.activeLot(1, owner.runningCampaign("""
                {"name":"C","prizes":[{"kind":"COUPON","title":"One more","validDays":9,"count":1}]}"""));
        String code = new Consumer().claim(lot.code(0)).getString("reward.couponCode");
        for (String path : List.of(
                "products",
                "campaigns",
                "lots",
                "brand",
                "keys",
                "gifts",
                "coupons",
                "payouts",
                "ledger/check",
                "codes/" + lot.code(0))) {
            assertEquals(403, store.asStaff().get("/api/v1/" + path).statusCode(), path);
        }
        for (String path : List.of(
                "products",
                "campaigns",
                "lots",
                "keys",
                "lots/" + lot.number() + "/freeze",
                "lots/" + lot.number() + "/key")) {
            assertEquals(403, store.asStaff().body("{}").post("/api/v1/" + path).statusCode(), path);
        }
        String forged = "0C1S1YNT84EZMPS4";
        assertEquals(
                "NOT_ACTIVE",
                store.asStaff()
                        .accept("application/json")
                        .get("/" + forged)
                        .jsonPath()
                        .getString("verdict"),
                "a store is no oracle");
        assertEquals(
                "ISSUED",
                store.asStaff().get("/api/v1/coupons/" + code).jsonPath().getString("state"));
        assertEquals(
                200, store.asStaff().post("/api/v1/coupons/" + code + "/redeem").statusCode());
        assertEquals(
                409,
                withKey(owner, "STORE")
                        .asStaff()
                        .post("/api/v1/coupons/" + code + "/redeem")
                        .statusCode());
    }

    @Test
    void staffDoEverythingButKeys() {
        ShopFixture owner = ShopFixture.fresh("Owner of staff");
        ShopFixture staff = withKey(owner, "STAFF");
        assertEquals(
                201,
                staff.asStaff()
                        .body(Map.of("name", "Water"))
                        .post("/api/v1/products")
                        .statusCode());
        assertEquals(403, staff.asStaff().get("/api/v1/keys").statusCode());
        assertEquals(
                403,
                staff.asStaff()
                        .body(Map.of("role", "OWNER", "name", "Me"))
                        .post("/api/v1/keys")
                        .statusCode());
        assertEquals(
                403,
                owner.asStaff().body(Map.of("name", "B")).post("/api/v1/brands").statusCode());
    }

    /** Seen red without the check of the role, and without that of the reason. */
    @Test
    void theKeyOfALotOnSaleIsForOwnersWithAReason() {
        ShopFixture owner = ShopFixture.fresh("Owner of lots");
        ShopFixture staff = withKey(owner, "STAFF");
        String number = staff.post("/api/v1/lots", Map.of("kind", "ITEM_INNER", "size", 9))
                .getString("number");
        String path = "/api/v1/lots/" + number + "/key";
        String key = staff.post(path, Map.of()).getString("key");
        assertEquals(key, staff.asStaff().post(path).jsonPath().getString("key"), "a body is not needed");
        RequestSpecification again = staff.asStaff().header("Idempotency-Key", "asked-before-it-was-sold");
        assertEquals(200, again.post(path).statusCode());
        staff.post("/api/v1/lots/" + number + "/activate", Map.of());
        assertEquals(403, again.post(path).statusCode(), "no earlier answer is given again");
        Map<String, String> reason = Map.of("reason", "Sheets were lost");
        assertEquals(403, staff.asStaff().body(reason).post(path).statusCode());
        Response unreasoned = owner.asStaff().body("{}").post(path);
        assertEquals(400, unreasoned.statusCode());
        assertEquals("reason", unreasoned.jsonPath().getString("errors[0].field"));
        assertEquals(key, owner.post(path, reason).getString("key"));
        for (String action : List.of("freeze", "void")) {
            owner.post("/api/v1/lots/" + number + "/" + action, Map.of());
            assertEquals(403, staff.asStaff().body(reason).post(path).statusCode(), action);
        }
        assertEquals(List.of(number, number, number, number + ": Sheets were lost"), subjects("lot.key", number));
    }

    /** Seen red while staff could change all of it. */
    @Test
    void theRulesOfABrandAreItsOwners() {
        ShopFixture owner = ShopFixture.fresh("Owner of rules");
        ShopFixture staff = withKey(owner, "STAFF");
        for (Map<String, ?> change : List.of(
                Map.of("host", "q.example.com"),
                Map.of("jurisdiction", "NONE"),
                Map.of("selfScan", "SAME_PERSON"),
                Map.of("adjustmentLimit", 9))) {
            Response refused = staff.asStaff().body(change).patch("/api/v1/brand");
            assertEquals(403, refused.statusCode(), change.toString());
            assertEquals(
                    200, owner.asStaff().body(change).patch("/api/v1/brand").statusCode(), change.toString());
        }
        Map<String, Boolean> encrypted = Map.of("plainCopies", false);
        assertEquals(403, staff.asStaff().body(encrypted).put("/api/v1/custody").statusCode());
        assertEquals(200, owner.asStaff().body(encrypted).put("/api/v1/custody").statusCode());
        assertEquals(
                200,
                staff.asStaff()
                        .body(Map.of("colour", "#0a7d5a"))
                        .patch("/api/v1/brand")
                        .statusCode());
    }

    private List<String> subjects(String action, String start) {
        return Rows.map(
                pool.preparedQuery("SELECT subject FROM audit WHERE action = $1 AND subject LIKE $2 ORDER BY id")
                        .execute(Tuple.of(action, start + "%"))
                        .await()
                        .atMost(PATIENCE),
                row -> row.getString("subject"));
    }

    @Test
    void aKeyThatIsTakenBackIsNoKey() {
        ShopFixture owner = ShopFixture.fresh("Owner of keys");
        JsonPath made = owner.post("/api/v1/keys", Map.of("role", "STAFF", "name", "Night shift"));
        ShopFixture staff = new ShopFixture(made.getString("key"));
        String path = "/api/v1/keys/" + made.getString("id");
        assertEquals(200, staff.asStaff().get("/api/v1/products").statusCode());
        assertEquals(404, ShopFixture.fresh("Stranger").asStaff().delete(path).statusCode());
        assertEquals(204, owner.asStaff().delete(path).statusCode());
        assertEquals(204, owner.asStaff().delete(path).statusCode(), "again");
        assertEquals(401, staff.asStaff().get("/api/v1/products").statusCode(), "though it was used just now");
        JsonPath keys = owner.asStaff().get("/api/v1/keys").jsonPath();
        assertEquals(List.of("OWNER", "STAFF"), keys.getList("items.role"));
        assertTrue(keys.getString("items[1].revokedAt") != null);
        assertNull(keys.get("items[1].key"));
    }

    @Test
    void twoOwnersCannotLockEachOtherOut() throws Exception {
        ShopFixture one = ShopFixture.fresh("Two owners");
        JsonPath made = one.post("/api/v1/keys", Map.of("role", "OWNER", "name", "Second"));
        ShopFixture two = new ShopFixture(made.getString("key"));
        String first = one.asStaff().get("/api/v1/keys").jsonPath().getString("items[0].id");
        String second = made.getString("id");
        SqlConnection holding = pool.getConnection().await().atMost(PATIENCE);
        ExecutorService both = Executors.newFixedThreadPool(2);
        CompletableFuture<Integer> his;
        CompletableFuture<Integer> hers;
        try {
            holding.query("BEGIN").execute().await().atMost(PATIENCE);
            holding.preparedQuery("SELECT 1 FROM staff_key WHERE id = ANY($1) FOR UPDATE")
                    .execute(Tuple.tuple().addArrayOfUUID(new UUID[] {UUID.fromString(first), UUID.fromString(second)}))
                    .await()
                    .atMost(PATIENCE);
            his = CompletableFuture.supplyAsync(() -> revoked(one, second), both);
            hers = CompletableFuture.supplyAsync(() -> revoked(two, first), both);
            Eventually.isTrue(PATIENCE, () -> DatabaseLocks.waiting(pool) == 2);
            holding.query("COMMIT").execute().await().atMost(PATIENCE);
        } finally {
            both.shutdown();
            holding.close().await().atMost(PATIENCE);
        }
        List<Integer> answers = Stream.of(his, hers)
                .map(answer ->
                        answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                .sorted()
                .toList();
        assertEquals(List.of(204, 409), answers);
    }

    private static int revoked(ShopFixture owner, String key) {
        return owner.asStaff().delete("/api/v1/keys/" + key).statusCode();
    }

    @Test
    void badKeysAreNotMade() {
        ShopFixture owner = ShopFixture.fresh("Careful");
        assertEquals(
                400,
                owner.asStaff()
                        .body(Map.of("role", "KING", "name", "x"))
                        .post("/api/v1/keys")
                        .statusCode());
        assertEquals(
                400,
                owner.asStaff()
                        .body(Map.of("role", "STAFF"))
                        .post("/api/v1/keys")
                        .statusCode());
    }

    @Test
    void foundersMakeFoundersAndTheLastOneStays() {
        ShopFixture first = ShopFixture.first();
        JsonPath made = first.post("/api/v1/keys", Map.of("role", "FOUNDER", "name", "Successor"));
        ShopFixture second = new ShopFixture(made.getString("key"));
        ShopFixture owner = withKey(first, "OWNER");
        String firstId = founder(second, "owner");
        String secondId = made.getString("id");
        assertEquals(
                403,
                owner.asStaff()
                        .body(Map.of("role", "FOUNDER", "name", "Me"))
                        .post("/api/v1/keys")
                        .statusCode());
        assertEquals(403, revoked(owner, firstId), "an owner of the founders' brand");
        ShopFixture stranger = new ShopFixture(
                second.post("/api/v1/brands", Map.of("name", "By the second")).getString("key"));
        assertEquals(404, revoked(stranger, firstId));
        assertEquals(
                403,
                stranger.asStaff()
                        .body(Map.of("role", "FOUNDER", "name", "Me"))
                        .post("/api/v1/keys")
                        .statusCode());

        assertEquals(204, revoked(first, secondId), "a founder takes another's key back");
        assertEquals(409, revoked(first, firstId), "the last founder, though there is another owner");
        Eventually.isTrue(() -> second.asStaff().get("/api/v1/products").statusCode() == 401);
        assertEquals(
                201,
                first.asStaff().body(Map.of("name", "B")).post("/api/v1/brands").statusCode());
    }

    private static String founder(ShopFixture staff, String name) {
        return staff.asStaff()
                .get("/api/v1/keys?limit=200")
                .jsonPath()
                .getString("items.find { it.name == '" + name + "' && it.role == 'FOUNDER' }.id");
    }

    private static ShopFixture withKey(ShopFixture owner, String role) {
        return new ShopFixture(
                owner.post("/api/v1/keys", Map.of("role", role, "name", "Key")).getString("key"));
    }
}
