package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Misprints, and blank codes that are bound by range. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SerialAssignmentTest {
    private static final String POINTS = "[{\"kind\":\"POINTS\",\"points\":%d,\"count\":1000}]";

    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openShop() {
        shop = ShopFixture.fresh("Lot codes");
    }

    @Test
    void aMisprintIsVoidAndItsNeighboursAreNot() {
        TestLot lot = shop.activeLot(200_000, shop.runningCampaign(1_000, POINTS.formatted(1)));

        JsonPath wasted =
                waste(lot, Map.of("serials", List.of(0, 7, 131_072), "codes", List.of(lot.code(8), lot.code(7))));

        assertEquals(4, wasted.getInt("voided"));
        for (int serial : new int[] {0, 7, 8, 131_072}) {
            JsonPath answer = new Consumer().claim(lot.code(serial));
            assertEquals("VOID", answer.getString("verdict"), "serial " + serial);
            assertNull(answer.get("reward"));
        }
        for (int serial : new int[] {1, 6, 9, 131_073}) {
            assertEquals(1, new Consumer().claim(lot.code(serial)).getInt("reward.points"), "serial " + serial);
        }
        assertEquals(
                "VOID",
                shop.asStaff().get("/api/v1/codes/" + lot.code(7)).jsonPath().getString("verdict"));
    }

    @Test
    void wasteIsVoidedOnceAndTellsWhatWasClaimed() {
        TestLot lot =
                shop.activeLot(10, shop.runningCampaign(10, POINTS.formatted(1).replace("1000", "10")));
        new Consumer().claim(lot.code(3));

        JsonPath first = waste(lot, Map.of("serials", List.of(2, 3)));
        JsonPath again = waste(lot, Map.of("serials", List.of(2, 3, 4)));

        assertEquals(2, first.getInt("voided"));
        assertEquals(1, first.getInt("claimed"));
        assertEquals(1, again.getInt("voided"));
    }

    @Test
    void wasteOfNoCodeOfTheLotVoidsNothing() {
        TestLot lot = shop.activeLot(10, "");
        TestLot other = shop.activeLot(10, "");
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("serials", List.of(1, 10)),
                Map.of("serials", List.of(-1)),
                Map.of("serials", List.of(1), "codes", List.of(other.code(1))),
                Map.of("codes", List.of("what?")))) {
            assertEquals(400, tryToWaste(shop, lot, bad).statusCode(), bad.toString());
        }
        assertEquals(
                404,
                tryToWaste(ShopFixture.fresh("Other"), lot, Map.of("serials", List.of(1)))
                        .statusCode());
        assertEquals(1, waste(lot, Map.of("serials", List.of(1))).getInt("voided"));
    }

    @Test
    void aSerialAndACodeMustBeOfOneCode() {
        TestLot lot = shop.activeLot(10, "");
        Map<String, Object> three = Map.of("serial", 3, "code", lot.code(3));
        Response refused =
                tryToWaste(shop, lot, Map.of("pairs", List.of(three, Map.of("serial", 4, "code", lot.code(5)))));

        assertEquals(400, refused.statusCode());
        assertTrue(refused.jsonPath().getString("detail").contains("pairs[1]"), refused.asString());
        assertEquals(1, waste(lot, Map.of("pairs", List.of(three))).getInt("voided"), "nothing was voided before");
    }

    @Test
    void aDryRunTellsTheFiguresAndVoidsNothing() {
        TestLot lot =
                shop.activeLot(10, shop.runningCampaign(10, POINTS.formatted(1).replace("1000", "10")));
        new Consumer().claim(lot.code(3));
        waste(lot, Map.of("serials", List.of(2)));

        for (int time = 0; time < 2; time++) {
            JsonPath would = waste(lot, Map.of("serials", List.of(2, 3, 4), "dryRun", true));
            assertEquals(2, would.getInt("voided"));
            assertEquals(1, would.getInt("claimed"));
        }
        assertEquals(1, new Consumer().claim(lot.code(4)).getInt("reward.points"));
        assertEquals(
                404,
                tryToWaste(ShopFixture.fresh("Other"), lot, Map.of("serials", List.of(1), "dryRun", true))
                        .statusCode());
    }

    @Test
    void rangesDecideWhatTheirCodesWin() {
        String one = shop.runningCampaign(1_000, POINTS.formatted(1));
        String two = shop.runningCampaign(1_000, POINTS.formatted(2));
        TestLot lot = shop.activeLot(100, "");
        String product =
                shop.post("/api/v1/products", Map.of("name", "Spring Water")).getString("id");
        assign(lot, Map.of("from", 0, "to", 49, "campaignId", one)).then().statusCode(201);
        assign(lot, Map.of("from", 50, "to", 89, "campaignId", two, "productId", product))
                .then()
                .statusCode(201);

        assertEquals(1, new Consumer().claim(lot.code(49)).getInt("reward.points"));
        assertEquals(2, new Consumer().claim(lot.code(50)).getInt("reward.points"));
        assertEquals(2, new Consumer().claim(lot.code(89)).getInt("reward.points"));
        assertNull(new Consumer().claim(lot.code(90)).get("reward"), "still blank");
        assertEquals(
                "Spring Water",
                shop.asStaff().get("/api/v1/codes/" + lot.code(60)).jsonPath().getString("lot.product"));
        assertEquals(
                List.of(0, 50),
                shop.asStaff()
                        .get("/api/v1/lots/" + lot.number() + "/ranges")
                        .jsonPath()
                        .getList("items.from"));
    }

    @Test
    void noCodeIsBoundTwice() throws Exception {
        String campaign = shop.runningCampaign(1_000, POINTS.formatted(1));
        TestLot lot = shop.activeLot(100, "");
        TestLot bound = shop.activeLot(100, campaign);
        ExecutorService staff = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> overlapping = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Integer>)
                            () -> assign(lot, Map.of("from", i, "to", 50 + i, "campaignId", campaign))
                                    .statusCode())
                    .toList();
            Map<Integer, Long> answers = staff.invokeAll(overlapping).stream()
                    .map(SerialAssignmentTest::get)
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
            assertEquals(Map.of(201, 1L, 409, 7L), answers);
        } finally {
            staff.shutdown();
        }
        Response taken = assign(lot, Map.of("from", 10, "to", 99, "campaignId", campaign));
        assertTrue(taken.jsonPath().getString("type").endsWith("/range-taken"));
        assertEquals(
                409,
                assign(bound, Map.of("from", 0, "to", 1, "campaignId", campaign))
                        .statusCode());
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("from", 99, "to", 100, "campaignId", campaign),
                Map.of("from", 2, "to", 1, "campaignId", campaign),
                Map.of("from", 90, "to", 95),
                Map.of("from", 90, "to", 95, "productId", campaign))) {
            assertEquals(400, assign(lot, bad).statusCode(), bad.toString());
        }
    }

    @Test
    void lotsAreFoundByTheirOrder() {
        TestLot one = shop.lot("ITEM_INNER", 5, Map.of("order", "261125-A"));
        shop.lot("ITEM_INNER", 5, Map.of("order", "261125-B"));
        shop.mintedLot(5, "");

        JsonPath found = shop.asStaff().get("/api/v1/lots?order=261125-A").jsonPath();

        assertEquals(List.of(one.number()), found.getList("items.number"));
        assertEquals(List.of("261125-A"), found.getList("items.order"));
        assertEquals(
                3,
                shop.asStaff().get("/api/v1/lots").jsonPath().getList("items").size());
    }

    @Test
    void packsAreDescribedByTheirLotsFiveLevelsDeep() {
        TestLot above = shop.lot("PALLET", 1, Map.of());
        for (int level = 2; level <= 5; level++) {
            above = shop.lot("ITEM_OUTER", 24, Map.of("parent", above.number(), "pack", 24));
        }
        JsonPath shown = shop.asStaff().get("/api/v1/lots/" + above.number()).jsonPath();
        assertEquals(24, shown.getInt("pack"));
        assertEquals(4, shown.getString("parent").length());

        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("parent", above.number(), "pack", 24),
                Map.of("parent", ShopFixture.fresh("Other").mintedLot(1, "").number(), "pack", 24),
                Map.of("parent", above.number()),
                Map.of("pack", 24),
                Map.of("parent", "nonsense", "pack", 24),
                Map.of("parent", shown.getString("parent"), "pack", 0))) {
            Map<String, Object> body = new HashMap<>(bad);
            body.putAll(Map.of("kind", "ITEM_INNER", "size", 24));
            assertEquals(400, shop.asStaff().body(body).post("/api/v1/lots").statusCode(), bad.toString());
        }
    }

    private static int get(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private JsonPath waste(TestLot lot, Map<String, Object> what) {
        return shop.post("/api/v1/lots/" + lot.number() + "/waste", what);
    }

    private static Response tryToWaste(ShopFixture who, TestLot lot, Map<String, Object> what) {
        return who.asStaff().body(what).post("/api/v1/lots/" + lot.number() + "/waste");
    }

    private Response assign(TestLot lot, Map<String, Object> range) {
        return shop.asStaff().body(range).post("/api/v1/lots/" + lot.number() + "/ranges");
    }
}
