package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.platform.db.Rows;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Codes are printed with a host only when the DNS says that it belongs to the brand. Seen red with a proof that was
 * always there.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class BrandHostTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String AUDITED = """
            SELECT concat_ws(' ', action, before_value, after_value) AS told FROM audit
            WHERE brand_id = $1 AND action LIKE 'brand.host%' ORDER BY id""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @SuppressWarnings("NullAway.Init")
    private TestNameServer names;

    @BeforeEach
    void open() {
        names = new TestNameServer();
    }

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void aHostIsPendingUntilTheDnsProvesIt() {
        ShopFixture shop = ShopFixture.fresh("Moves");
        String before = urlBase(shop);
        JsonPath named = name(shop, "Q.Moves.Example:8443");
        assertNull(named.get("host"));
        assertEquals("q.moves.example:8443", named.getString("pendingHost"));
        assertEquals("_yima.q.moves.example", named.getString("hostProof.name"));
        assertEquals("TXT", named.getString("hostProof.type"));
        assertEquals(before, urlBase(shop), "the old one stays");

        names.publish(named.getString("hostProof.name"), "yima-brand=" + UUID.randomUUID());
        assertNull(name(shop, "q.moves.example:8443").get("host"), "somebody else's record");
        publish(named);
        JsonPath proven = name(shop, "q.moves.example:8443");
        assertEquals("q.moves.example:8443", proven.getString("host"));
        assertNull(proven.get("pendingHost"));
        assertNull(proven.get("hostProof"));
        assertEquals("https://q.moves.example:8443", urlBase(shop));
        assertEquals("https://q.moves.example:8443", proven.getString("urlBase"));

        assertEquals("q.moves.example:8443", name(shop, "elsewhere.example").getString("host"));
        assertEquals("https://q.moves.example:8443", urlBase(shop));
        assertEquals(
                List.of(
                        "brand.host-pending {\"host\":\"q.moves.example:8443\"}",
                        "brand.host-pending {\"host\":\"q.moves.example:8443\"}",
                        "brand.host {\"host\":\"q.moves.example:8443\"}",
                        "brand.host-pending {\"host\":\"q.moves.example:8443\"} {\"host\":\"elsewhere.example\"}"),
                audited(shop));
    }

    /** Whoever activates a lot asks the address in its codes so. */
    @Test
    void anAddressSaysWhichServiceAndWhichBrandAnswersThere() {
        ShopFixture shop = ShopFixture.fresh("Answers");
        publish(name(shop, "q.answers.example"));
        name(shop, "q.answers.example");

        JsonPath ours = identity("q.answers.example");
        JsonPath nobodys = identity("q.nobody.example");

        assertTrue(ours.getString("service").matches("[0-9a-f]{16}"), ours.prettify());
        assertEquals(ours.getString("service"), nobodys.getString("service"));
        assertEquals("Answers", ours.getString("brand"));
        assertEquals(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"), ours.getString("brandId"));
        assertNull(nobodys.get("brandId"));
    }

    private static JsonPath identity(String host) {
        return given().header("Host", host)
                .get("/.well-known/yima")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void whoeverProvesAHostHasItWhoeverHadItBefore() {
        ShopFixture squatter = new ShopFixture(ShopFixture.first()
                .post("/api/v1/brands", Map.of("name", "Squatter", "host", "q.squatted.example"))
                .getString("key"));
        assertEquals("https://q.squatted.example", urlBase(squatter));
        ShopFixture owner = ShopFixture.fresh("Owner of the host");
        publish(name(owner, "q.squatted.example"));
        assertEquals("https://q.squatted.example", urlBase(squatter), "not yet");
        assertEquals("q.squatted.example", name(owner, "q.squatted.example").getString("host"));
        assertEquals("https://q.squatted.example", urlBase(owner));
        assertEquals(ownUrl(), urlBase(squatter));
        assertEquals(List.of("brand.host {\"host\":\"q.squatted.example\"}"), audited(squatter));
        assertEquals(
                "q.squatted.example",
                name(squatter, "q.squatted.example").getString("pendingHost"),
                "whoever had it formerly must prove it, too");
    }

    /** Seen red with rows that were locked as they came: two wait for each other, and one is answered 500. */
    @Test
    void twoBrandsMayTakeEachOthersHostAtTheSameMoment() throws Exception {
        List<Callable<Integer>> takes = new ArrayList<>();
        for (int pair = 0; pair < 8; pair++) {
            String left = "left" + pair + ".example";
            String right = "right" + pair + ".example";
            ShopFixture one = founded(left);
            ShopFixture other = founded(right);
            publish(name(one, right));
            publish(name(other, left));
            takes.add(() -> take(one, right));
            takes.add(() -> take(other, left));
        }
        ExecutorService threads = Executors.newFixedThreadPool(takes.size());
        try {
            for (Future<Integer> taken : threads.invokeAll(takes)) {
                assertEquals(200, taken.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static int take(ShopFixture shop, String host) {
        return shop.asStaff().body(Map.of("host", host)).patch("/api/v1/brand").statusCode();
    }

    private static ShopFixture founded(String host) {
        return new ShopFixture(ShopFixture.first()
                .post("/api/v1/brands", Map.of("name", host, "host", host))
                .getString("key"));
    }

    @Test
    void theDeploymentsOwnHostNeedsNoProof() {
        String ownHost = ownUrl().replaceFirst("^https?://", "");
        ShopFixture made = new ShopFixture(ShopFixture.first()
                .post("/api/v1/brands", Map.of("name", "Named at once", "host", ownHost))
                .getString("key"));
        assertEquals(ownUrl(), urlBase(made));
        ShopFixture shop = ShopFixture.fresh("Laptop");
        name(shop, "q.laptop.example");
        JsonPath own = name(shop, ownHost);
        assertNull(own.get("host"));
        assertNull(own.get("pendingHost"));
        assertEquals(ownUrl(), own.getString("urlBase"));
        assertEquals(List.of("_yima.q.laptop.example"), names.asked(), "nobody is asked about it");
    }

    @Test
    void aNameServerThatIsAwayProvesNothing() {
        names.close();
        ShopFixture shop = ShopFixture.fresh("In the dark");
        assertEquals("q.dark.example", name(shop, "q.dark.example").getString("pendingHost"));
        String longLabel = "a".repeat(80) + ".example";
        assertEquals(longLabel, name(shop, longLabel).getString("pendingHost"), "no name in the DNS");
        assertTrue(urlBase(shop).startsWith("http"));
    }

    private static JsonPath name(ShopFixture shop, String host) {
        var answer = shop.asStaff().body(Map.of("host", host)).patch("/api/v1/brand");
        assertEquals(200, answer.statusCode(), answer.asString());
        return QuickJson.of(answer);
    }

    private void publish(JsonPath named) {
        names.publish(named.getString("hostProof.name"), named.getString("hostProof.value"));
    }

    /** The address that is printed in the codes of a new lot. */
    private static String urlBase(ShopFixture shop) {
        return shop.post("/api/v1/lots", Map.of("kind", "ITEM_INNER", "size", 1))
                .getString("urlBase");
    }

    private static String ownUrl() {
        return "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }

    private List<String> audited(ShopFixture shop) {
        UUID brand =
                UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        return Rows.map(
                pool.preparedQuery(AUDITED).execute(Tuple.of(brand)).await().atMost(PATIENCE),
                row -> row.getString("told"));
    }
}
