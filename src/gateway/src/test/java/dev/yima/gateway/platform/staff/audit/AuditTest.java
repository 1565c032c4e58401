package dev.yima.gateway.platform.staff.audit;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.Management;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who did what, from where and to what, in a chain that shows what was done to it since. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@SuppressWarnings("NullAway.Init")
class AuditTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    OwnerPool owner;

    @Inject
    AuditChain chain;

    @Test
    void anEntryTellsOriginAndTheValuesThatChanged() {
        ShopFixture shop = ShopFixture.fresh("Audited");
        assertEquals(
                200,
                shop.asStaff()
                        .header("X-Forwarded-For", "203.0.113.77")
                        .body(Map.of("name", "Renamed"))
                        .patch("/api/v1/brand")
                        .statusCode());
        JsonPath entry = last(shop);
        assertEquals("brand.change", entry.getString("action"));
        assertEquals("203.0.113.0/24", entry.getString("origin"));
        assertEquals("{\"name\":\"Audited\"}", entry.getString("before"));
        assertEquals("{\"name\":\"Renamed\"}", entry.getString("after"));

        TestLot lot = shop.activeLot(1, "");
        shop.post("/api/v1/lots/" + lot.number() + "/freeze", Map.of());
        assertEquals(
                List.of("lot.freeze", "{\"state\":\"ACTIVE\"}", "{\"state\":\"FROZEN\"}"),
                List.of(
                        last(shop).getString("action"),
                        last(shop).getString("before"),
                        last(shop).getString("after")));
    }

    @Test
    void onlyTheBrandsOwnersReadIt() {
        ShopFixture shop = ShopFixture.fresh("Secretive");
        JsonPath made = shop.post("/api/v1/keys", Map.of("role", "STAFF", "name", "Night shift"));
        ShopFixture staff = new ShopFixture(made.getString("key"));
        for (String path : List.of("", "/head", "/export")) {
            assertEquals(403, staff.asStaff().get("/api/v1/audit" + path).statusCode(), path);
        }
        assertEquals(
                List.of("key.make", "key.forbidden"),
                shop.asStaff().get("/api/v1/audit").jsonPath().getList("items.action"),
                "what a key may not do is written down once, however often it is tried");
        assertEquals("{\"call\":\"GET /api/v1/audit\"}", last(shop).getString("after"));
        assertFalse(shop.asStaff().get("/api/v1/audit").asString().contains(staff.key()));
    }

    @Test
    void everyLoginThatFailsIsCounted() {
        double before = refusals();
        for (String header : List.of("Basic Zm9vOmJhcg==", "Bearer " + "y".repeat(200), "Bearer yk_unknown")) {
            given().header("Authorization", header)
                    .get("/api/v1/products")
                    .then()
                    .statusCode(401);
        }
        assertTrue(refusals() >= before + 3, "all of them");
    }

    private static double refusals() {
        String figures = Management.get("/q/metrics").asString();
        return Double.parseDouble(figures.replaceAll("(?s).*\nyima_staff_refused_total ([0-9.]+).*", "$1"));
    }

    @Test
    void whoMakesAProductIsWrittenDown() {
        ShopFixture shop = ShopFixture.fresh("Makes water");
        String product = shop.post("/api/v1/products", Map.of("name", "Water")).getString("id");
        assertEquals(
                List.of("product.make", product),
                List.of(last(shop).getString("action"), last(shop).getString("subject")));
    }

    @Test
    void whoReadsAddressesIsWrittenDown() {
        ShopFixture shop = ShopFixture.fresh("Sends lamps");
        TestLot lot =
                shop.activeLot(1, shop.runningCampaign(1, "[{\"kind\":\"GIFT\",\"title\":\"Lamp\",\"count\":1}]"));
        Consumer consumer = new Consumer();
        String gift = consumer.claim(lot.code(0)).getString("reward.id");
        shop.asStaff().get("/api/v1/gifts");
        assertFalse(last(shop).getString("action").equals("gift.addresses"), "there was none to read");
        Map<String, String> home = Map.of("name", "Li Lei", "phone", "138 0013 8000", "address", "1 Renmin Road");
        assertEquals(
                204,
                consumer.post("/api/v1/me/gifts/" + gift + "/address", home).statusCode());
        shop.asStaff().get("/api/v1/gifts");
        assertEquals("gift.addresses", last(shop).getString("action"));
        assertEquals("{\"gifts\":[\"" + gift + "\"]}", last(shop).getString("after"));
        assertFalse(shop.asStaff().get("/api/v1/audit").asString().contains("Renmin"));
    }

    @Test
    void aKeyThatWasTakenBackIsWrittenDownOnceHoweverOftenItIsTried() {
        ShopFixture shop = ShopFixture.fresh("Was robbed");
        JsonPath made = shop.post("/api/v1/keys", Map.of("role", "STAFF", "name", "Lost"));
        ShopFixture thief = new ShopFixture(made.getString("key"));
        assertEquals(
                204,
                shop.asStaff().delete("/api/v1/keys/" + made.getString("id")).statusCode());
        for (int n = 0; n < 3; n++) {
            assertEquals(401, thief.asStaff().get("/api/v1/products").statusCode());
            assertEquals(
                    401,
                    new ShopFixture("yk_unknown")
                            .asStaff()
                            .get("/api/v1/products")
                            .statusCode());
        }
        assertEquals(
                List.of("key.make", "key.revoke", "key.refused"),
                shop.asStaff().get("/api/v1/audit").jsonPath().getList("items.action"));
    }

    @Test
    void theChainHoldsWhoeverSealsItAndShowsWhatWasDoneToIt() throws GeneralSecurityException {
        ShopFixture shop = ShopFixture.fresh("Chained");
        for (int n = 0; n < 20; n++) {
            shop.asStaff().body(Map.of("name", "Chained 泉 " + n)).patch("/api/v1/brand");
            // As two replicas would whose lease overlaps: one of them fails, or finds nothing.
            Uni.combine()
                    .all()
                    .unis(IntStream.range(0, 3)
                            .mapToObj(replica -> chain.seal().onFailure().recoverWithItem(false))
                            .toList())
                    .with(more -> more)
                    .await()
                    .atMost(PATIENCE);
        }
        Eventually.isTrue(PATIENCE, () -> lines(shop).size() == 21);
        List<String> exported = lines(shop);
        assertEquals(-1, firstThatDisagrees(exported));
        JsonPath head = shop.asStaff().get("/api/v1/audit/head").jsonPath();
        assertEquals(20, head.getLong("number"));
        assertTrue(exported.get(20).startsWith(head.getString("link") + ' '));

        String change = "UPDATE audit SET origin = '198.51.100.0/24' WHERE id = '"
                + shop.asStaff().get("/api/v1/audit").jsonPath().getString("items[7].id") + "'";
        owner.get()
                .withTransaction(tx -> tx.query("ALTER TABLE audit DISABLE TRIGGER USER; " + change
                                + "; ALTER TABLE audit ENABLE TRIGGER USER")
                        .execute())
                .await()
                .atMost(PATIENCE);
        assertEquals(8, firstThatDisagrees(lines(shop)));
    }

    @Test
    void whatCannotBeSealedIsNotWrittenAndWhatIsHeldUpIsSeen() {
        ShopFixture shop = ShopFixture.fresh("Held up");
        shop.asStaff().body(Map.of("name", "Held up twice")).patch("/api/v1/brand");
        String copy = "INSERT INTO audit SELECT gen_random_uuid(), brand_id, key_id, action, subject, origin, '{', '{',"
                + " happened_at FROM audit LIMIT 1";
        assertThrows(PgException.class, () -> sql(copy));
        Eventually.isTrue(PATIENCE, () -> lines(shop).size() == 2);
        assertTrue(chain.longestWait().await().atMost(PATIENCE).toMinutes() < 5);
        String entry = UUID.randomUUID().toString().replaceFirst("^.", "f");
        sql("""
                BEGIN;
                INSERT INTO audit SELECT '%1$s', brand_id, key_id, action, subject, origin, NULL, NULL,
                    now() - interval '10 minutes' FROM audit ORDER BY id DESC LIMIT 1;
                DELETE FROM audit_unsealed WHERE entry_id = '%1$s';
                COMMIT""".formatted(entry));
        assertTrue(chain.longestWait().await().atMost(PATIENCE).toMinutes() >= 10, "taken out of those that wait");
    }

    private void sql(String statement) {
        owner.get().query(statement).execute().await().atMost(PATIENCE);
    }

    private static JsonPath last(ShopFixture shop) {
        JsonPath all = shop.asStaff().get("/api/v1/audit?limit=200").jsonPath();
        return all.setRootPath("items[" + (all.getList("items").size() - 1) + "]");
    }

    private static List<String> lines(ShopFixture shop) {
        byte[] text = shop.asStaff().get("/api/v1/audit/export").asByteArray();
        return List.of(new String(text, UTF_8).split("\n"));
    }

    /** The number of the first line whose link is not that of its entry; -1 when all are. */
    private static int firstThatDisagrees(List<String> lines) throws GeneralSecurityException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] link = sha256.digest(lines.get(0).getBytes(UTF_8));
        for (int n = 1; n < lines.size(); n++) {
            String[] line = lines.get(n).split(" ", 2);
            sha256.update(link);
            link = sha256.digest(line[1].getBytes(UTF_8));
            if (!line[0].equals(HexFormat.of().formatHex(link))) {
                return n;
            }
        }
        return -1;
    }
}
