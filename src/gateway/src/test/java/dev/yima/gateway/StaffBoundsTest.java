package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a key of staff asks for has an end: nobody uses up what others need too. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class StaffBoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POINTS = "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]";

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openShop() {
        shop = ShopFixture.fresh("Bounds");
    }

    @Test
    void aBrandPlaysOneRehearsalAtATime() {
        String campaign = shop.runningCampaign(1, POINTS);
        List<CompletableFuture<Response>> answers = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> shop.asStaff()
                        .body(Map.of("claims", 400_000))
                        .post("/api/v1/campaigns/" + campaign + "/rehearse")))
                .toList();
        ShopFixture other = ShopFixture.fresh("Other");
        other.post("/api/v1/campaigns/" + other.runningCampaign(1, POINTS) + "/rehearse", Map.of("claims", 9));
        List<Integer> statuses = answers.stream()
                .map(answer -> answer.join().statusCode())
                .sorted()
                .toList();
        assertTrue(statuses.contains(200) && statuses.contains(503), statuses::toString);
        assertTrue(List.of(200, 503).containsAll(statuses), statuses::toString);

        assertEquals(
                2,
                shop.post("/api/v1/campaigns/" + campaign + "/rehearse", Map.of("claims", 400_000))
                        .getInt("plays"),
                "a small pool makes claims no cheaper");
    }

    @Test
    void manifestsOfALotAreShownAllAndThereforeFew() {
        TestLot lot = shop.mintedLot(4, "");
        String path = "/api/v1/lots/" + lot.number();
        shop.post(
                path + "/copies", Map.of("copies", List.of(Map.of("recipient", "Press", "encryption", "PASSPHRASE"))));
        for (int n = 0; n < 100; n++) {
            assertEquals(200, sign(lot, n));
        }

        assertEquals(409, sign(lot, 100));
        assertEquals(200, sign(lot, 7), "once more is the same");
        assertEquals(
                100,
                shop.asStaff()
                        .get(path + "/custody")
                        .jsonPath()
                        .getList("manifests")
                        .size());
    }

    private int sign(TestLot lot, int n) {
        String manifest = "{\"lot\":\"" + lot.number() + "\",\"n\":" + n + ",\"files\":[]}";
        return shop.asStaff()
                .body(Map.of("manifest", manifest))
                .post("/api/v1/lots/" + lot.number() + "/copies/0/manifest")
                .statusCode();
    }

    @Test
    void rulesHaveAsManyVersionsAsTheirPageShows() {
        String campaign = shop.runningCampaign(rules(0));
        String path = "/api/v1/campaigns/" + campaign;
        for (int n = 1; n < 50; n++) {
            assertEquals(200, end(path, n).statusCode());
        }

        Response refused = end(path, 50);

        assertEquals(409, refused.statusCode());
        assertTrue(refused.jsonPath().getString("detail").contains("50 versions"), refused.asString());
        Response renamed =
                shop.asStaff().body(rules(49).replace("\"Test\"", "\"Other\"")).put(path);
        assertEquals(200, renamed.statusCode(), "a name is no rule");
        assertEquals(
                50,
                shop.asStaff()
                        .accept("application/json")
                        .get("/c/" + campaign)
                        .jsonPath()
                        .getList("versions")
                        .size());
    }

    private Response end(String campaign, int n) {
        return shop.asStaff().body(rules(n)).put(campaign);
    }

    private static String rules(int n) {
        return """
                {"name":"Test","claims":1,"prizes":%s,"endsAt":"2099-01-01T00:%02d:00Z"}""".formatted(POINTS, n);
    }

    @Test
    void aBrandTakesSoManyNumbersInADay() {
        String brand = "(SELECT brand_id FROM lot WHERE number = "
                + LotNumber.read(shop.mintedLot(1, "").number()).orElseThrow().value() + ")";
        execute("INSERT INTO lot (number, brand_id, kind, size, state, created_at) SELECT free, " + brand
                + ", 'PALLET', 1, 'MINTED', now() FROM (SELECT free FROM generate_series(0, 1048575) AS free"
                + " WHERE NOT EXISTS (SELECT 1 FROM lot WHERE number = free) LIMIT 1999) AS f");

        Response refused = make();
        assertEquals(409, refused.statusCode());
        assertTrue(refused.jsonPath().getString("type").endsWith("above-limit"), refused.asString());

        execute("UPDATE lot SET created_at = created_at - interval '25 hours' WHERE kind = 'PALLET' AND brand_id = "
                + brand);
        assertEquals(201, make().statusCode());
        execute("DELETE FROM lot WHERE kind = 'PALLET' AND brand_id = " + brand);
    }

    private Response make() {
        return shop.asStaff().body(Map.of("kind", "ITEM_INNER", "size", 1)).post("/api/v1/lots");
    }

    private void execute(String sql) {
        owner.get().query(sql).execute().await().atMost(PATIENCE);
    }
}
