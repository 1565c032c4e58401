package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A call that is sent twice with one Idempotency-Key makes one thing, whatever it makes. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class IdempotentCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PRODUCTS = "/api/v1/products";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Test
    void whateverIsMadeIsMadeOnce() {
        CampaignFixture market = CampaignFixture.fresh("Once");
        ShopFixture shop = market.shop();
        String dealer = market.dealer("East");
        String product = shop.post(PRODUCTS, Map.of("name", "Bottle")).getString("id");
        TestLot lot = shop.lot("ITEM_INNER", 100, "");
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put(PRODUCTS, Map.of("name", "Tea"));
        bodies.put("/api/v1/keys", Map.of("role", "STAFF", "name", "Press"));
        bodies.put("/api/v1/partners", Map.of("kind", "DEALER", "name", "West", "territory", List.of()));
        bodies.put("/api/v1/partner-roles", Map.of("name", "HELPER", "kind", "STORE", "may", List.of("REDEEM")));
        bodies.put("/api/v1/partners/" + dealer + "/invitations", Map.of("role", "DEALER"));
        bodies.put(
                "/api/v1/campaigns",
                Map.of("name", "Summer", "prizes", List.of(Map.of("kind", "POINTS", "points", 1, "count", 1))));
        bodies.put("/api/v1/lots", Map.of("kind", "ITEM_INNER", "size", 3));
        bodies.put("/api/v1/lots/" + lot.number() + "/ranges", Map.of("from", 0, "to", 9, "productId", product));
        bodies.forEach((path, body) -> {
            String key = UUID.randomUUID().toString();
            Response first = send(shop, path, body, key);
            assertEquals(201, first.statusCode(), path + " was answered " + first.asString());
            Response again = send(shop, path, body, key);
            assertEquals(201, again.statusCode(), path + " was answered " + again.asString());
            assertEquals(first.jsonPath().getMap(""), again.jsonPath().getMap(""), path);
        });
        assertEquals(2, count(shop, PRODUCTS));
        assertEquals(1, count(shop, "/api/v1/campaigns"));
        assertEquals(2, count(shop, "/api/v1/lots"));
        assertEquals(2, count(shop, "/api/v1/partners"));
        assertEquals(1, count(shop, "/api/v1/partners/" + dealer + "/invitations"));
        assertEquals(2, count(shop, "/api/v1/keys"), "the owner's, and one");
    }

    @Test
    void aFurtherBrandIsMadeOnce() {
        String key = UUID.randomUUID().toString();
        Response first = send(ShopFixture.first(), "/api/v1/brands", Map.of("name", "Twice"), key);
        Response again = send(ShopFixture.first(), "/api/v1/brands", Map.of("name", "Twice"), key);
        assertEquals(first.jsonPath().getString("id"), again.jsonPath().getString("id"));
        assertEquals(first.jsonPath().getString("key"), again.jsonPath().getString("key"), "it was never seen");
    }

    @Test
    void anEmployeeInvitesOnce() {
        CampaignFixture market = CampaignFixture.fresh("Inviting");
        String store = market.store("Corner", market.dealer("East"));
        Consumer boss = market.worker(store, "STORE");
        String key = UUID.randomUUID().toString();
        Response first = boss.postOnce("/api/v1/partner/invitations", Map.of("role", "GUIDE"), key);
        Response again = boss.postOnce("/api/v1/partner/invitations", Map.of("role", "GUIDE"), key);
        assertEquals(201, again.statusCode(), again.asString());
        assertEquals(first.jsonPath().getString("url"), again.jsonPath().getString("url"));
    }

    @Test
    void aKeyIsOfOneRequestAndOfOneOwner() {
        ShopFixture shop = ShopFixture.fresh("Owner");
        ShopFixture other = ShopFixture.fresh("Other owner");
        String key = "order-17";
        String id = send(shop, PRODUCTS, Map.of("name", "Tea"), key).jsonPath().getString("id");
        assertProblem(send(shop, PRODUCTS, Map.of("name", "Coffee"), key), 409, "key-reused");
        assertProblem(send(shop, "/api/v1/partners", Map.of("name", "Tea"), key), 409, "key-reused");
        assertNotEquals(
                id, send(other, PRODUCTS, Map.of("name", "Tea"), key).jsonPath().getString("id"));
        assertNotEquals(
                id, shop.post(PRODUCTS, Map.of("name", "Tea")).getString("id"), "without a key it is another one");
    }

    @Test
    void aRefusalFreesTheKey() {
        ShopFixture shop = ShopFixture.fresh("Refused first");
        String key = UUID.randomUUID().toString();
        assertEquals(400, send(shop, PRODUCTS, Map.of("name", ""), key).statusCode());
        assertEquals(201, send(shop, PRODUCTS, Map.of("name", "Tea"), key).statusCode());
    }

    @Test
    void whoeverNeverGotTheAnswerGetsIt() throws IOException {
        // The product waits for the lock until its sender has gone.
        SqlConnection locking = owner.get().getConnection().await().atMost(PATIENCE);
        ShopFixture shop = ShopFixture.fresh("Lost answer of staff");
        String key = UUID.randomUUID().toString();
        String body = "{\"name\":\"Tea\"}";
        URI server = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        locking.query("BEGIN").execute().await().atMost(PATIENCE);
        locking.query("LOCK TABLE product IN SHARE MODE").execute().await().atMost(PATIENCE);
        try (Socket phone = new Socket(server.getHost(), server.getPort())) {
            phone.getOutputStream()
                    .write(("POST " + PRODUCTS + " HTTP/1.1\r\nHost: " + server.getAuthority()
                                    + "\r\nAuthorization: Bearer " + shop.key()
                                    + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + key
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            phone.getOutputStream().flush();
            Eventually.isTrue(() -> DatabaseLocks.waiting(pool) > 0);
        } finally {
            locking.query("ROLLBACK").execute().await().atMost(PATIENCE);
            locking.close().await().atMost(PATIENCE);
        }
        Eventually.isTrue(() -> count(shop, PRODUCTS) == 1);
        Eventually.isTrue(() -> given().header("Authorization", "Bearer " + shop.key())
                        .header("Idempotency-Key", key)
                        .contentType("application/json")
                        .body(body)
                        .post(PRODUCTS)
                        .statusCode()
                == 201);
        assertEquals(1, count(shop, PRODUCTS));
    }

    @Test
    void ofManyAtOnceOneIsCarriedOut() throws Exception {
        ShopFixture shop = ShopFixture.fresh("At once");
        String key = UUID.randomUUID().toString();
        List<Response> answers = Phones.of(8)
                .each(IntStream.range(0, 8).boxed().toList(), n -> send(shop, PRODUCTS, Map.of("name", "Tea"), key));
        Set<Integer> statuses = new HashSet<>();
        answers.forEach(answer -> statuses.add(answer.statusCode()));
        assertTrue(Set.of(201, 409).containsAll(statuses), statuses.toString());
        answers.stream()
                .filter(answer -> answer.statusCode() == 409)
                .forEach(answer -> assertProblem(answer, 409, "key-pending"));
        assertEquals(1, count(shop, PRODUCTS));
    }

    @Test
    void aKeptAnswerShowsNoSecretInTheDatabase() {
        ShopFixture shop = ShopFixture.fresh("Sealed answers");
        String secret = send(
                        shop,
                        "/api/v1/keys",
                        Map.of("role", "STAFF", "name", "Press"),
                        UUID.randomUUID().toString())
                .jsonPath()
                .getString("key");
        List<String> rows = new ArrayList<>();
        for (Row row : pool.query("SELECT request, sealed_answer FROM kept_answer WHERE sealed_answer IS NOT NULL")
                .execute()
                .await()
                .atMost(PATIENCE)) {
            rows.add(row.getString("request") + row.getBuffer("sealed_answer").toString("ISO-8859-1"));
        }
        assertFalse(rows.isEmpty());
        assertTrue(rows.stream().noneMatch(row -> row.contains(secret) || row.contains("Press")));
    }

    @Test
    void aKeyThatIsNoneIsRefusedByName() {
        ShopFixture shop = ShopFixture.fresh("Long keys");
        for (String path : List.of(PRODUCTS, "/api/v1/point-adjustments", "/api/v1/lots", "/api/v1/ledger/checks")) {
            JsonPath refused = send(
                            shop,
                            path,
                            path.endsWith("lots")
                                    ? Map.of("kind", "ITEM_INNER", "size", 1)
                                    : Map.of("memberId", UUID.randomUUID(), "points", 1, "reason", "x"),
                            "k".repeat(200))
                    .jsonPath();
            assertEquals("Idempotency-Key", refused.getString("errors[0].field"), path + ": " + refused.prettify());
        }
        Response nobodys = given().contentType(ContentType.JSON)
                .header("Idempotency-Key", "k")
                .body(Map.of("code", "0C1S1YNT84EZMPS4"))
                .post("/api/v1/partner/receipts");
        assertEquals(400, nobodys.statusCode(), nobodys.asString());
        assertEquals("Idempotency-Key", nobodys.jsonPath().getString("errors[0].field"));
        assertEquals(
                401,
                given().contentType(ContentType.JSON)
                        .header("Idempotency-Key", "k")
                        .body(Map.of("name", "Tea"))
                        .post(PRODUCTS)
                        .statusCode());
    }

    private static Response send(ShopFixture shop, String path, Object body, String key) {
        return shop.asStaff().header("Idempotency-Key", key).body(body).post(path);
    }

    private static int count(ShopFixture shop, String path) {
        JsonPath found = shop.asStaff().get(path).jsonPath();
        return found.getList(found.get("") instanceof List ? "" : "items").size();
    }

    private static void assertProblem(Response answer, int status, String slug) {
        assertEquals(status, answer.statusCode(), answer.asString());
        assertEquals("https://yima.dev/problems/" + slug, answer.jsonPath().getString("type"));
    }
}
