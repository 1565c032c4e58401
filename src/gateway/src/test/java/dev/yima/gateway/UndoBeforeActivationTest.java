package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What staff did to a lot's codes, taken back before the lot is activated; and the reasons of misprints. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class UndoBeforeActivationTest {
    private static final String POINTS = "[{\"kind\":\"POINTS\",\"points\":%d,\"count\":1000}]";

    private static final String NONE = "none";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openShop() {
        shop = ShopFixture.fresh("Undone");
    }

    @Test
    void misprintsAreTakenBackUntilTheLotIsActivated() {
        TestLot lot = shop.mintedLot(200_000, shop.runningCampaign(1_000, POINTS.formatted(1)));
        post(lot, "waste", Map.of("serials", List.of(0, 7, 131_072)));
        Map<String, Object> two = Map.of("serials", List.of(7, 8), "codes", List.of(lot.code(131_072)));

        assertEquals(2, post(lot, "unwaste", dry(two)).getInt("restored"));
        assertEquals("VOID", story(lot, 7).getString("verdict"), "a dry run restores nothing");
        assertEquals(2, post(lot, "unwaste", two).getInt("restored"));
        assertEquals(0, post(lot, "unwaste", two).getInt("restored"));
        post(lot, "activate", Map.of());

        for (int serial : new int[] {7, 131_072}) {
            assertEquals(1, new Consumer().claim(lot.code(serial)).getInt("reward.points"), "serial " + serial);
        }
        assertEquals("VOID", new Consumer().claim(lot.code(0)).getString("verdict"));
        Response late = send(lot, "unwaste", Map.of("serials", List.of(0)));
        assertEquals(409, late.statusCode());
        assertTrue(late.jsonPath().getString("detail").contains("ACTIVE"), late.asString());
        assertEquals(
                404,
                ShopFixture.fresh("Other")
                        .asStaff()
                        .body(two)
                        .post(path(lot, "unwaste"))
                        .statusCode());
    }

    @Test
    void aMisprintIsVoidForTheReasonByWhichItWasVoidedFirst() {
        TestLot lot = shop.mintedLot(200_000, "");
        post(lot, "waste", Map.of("serials", List.of(1, 2), "reason", "Roll 3 is torn"));
        post(lot, "waste", Map.of("serials", List.of(2, 3, 65_536 + 2), "reason", "Smeared"));
        post(lot, "waste", Map.of("serials", List.of(4)));

        assertEquals("Roll 3 is torn", story(lot, 1).getString("voidReason"));
        assertEquals("Roll 3 is torn", story(lot, 2).getString("voidReason"));
        assertEquals("Smeared", story(lot, 3).getString("voidReason"));
        assertEquals("Smeared", story(lot, 65_536 + 2).getString("voidReason"));
        assertNull(story(lot, 4).get("voidReason"));
        assertNull(story(lot, 5).get("voidReason"));
        List<String> audited = audited("lot.waste");
        assertTrue(audited.contains(lot.number() + ": 2: Roll 3 is torn"), audited.toString());
        assertTrue(audited.contains(lot.number() + ": 2: Smeared"), audited.toString());

        post(lot, "unwaste", Map.of("serials", List.of(2)));
        assertNull(story(lot, 2).get("voidReason"), "and its reason goes");
        assertEquals("Roll 3 is torn", story(lot, 1).getString("voidReason"));
        assertTrue(audited("lot.unwaste").contains(lot.number() + ": 1"));
        assertEquals(
                400,
                send(lot, "waste", Map.of("serials", List.of(9), "reason", "two\nlines"))
                        .statusCode());
    }

    @Test
    void aRangeIsUnboundUntilTheLotIsActivated() {
        String one = shop.runningCampaign(1_000, POINTS.formatted(1));
        String two = shop.runningCampaign(1_000, POINTS.formatted(2));
        TestLot lot = shop.mintedLot(100, "");
        String range = post(lot, "ranges", range(0, 49, one)).getString("id");

        assertEquals(49, delete(lot, range).jsonPath().getInt("to"));
        assertEquals(404, delete(lot, range).statusCode());
        assertEquals(200, send(lot, "ranges", dry(range(0, 99, two))).statusCode());
        assertEquals(400, send(lot, "ranges", dry(range(0, 100, two))).statusCode());
        String again = post(lot, "ranges", range(0, 99, two)).getString("id");
        assertEquals(409, send(lot, "ranges", dry(range(5, 5, one))).statusCode());
        post(lot, "activate", Map.of());

        assertEquals(2, new Consumer().claim(lot.code(7)).getInt("reward.points"));
        assertEquals(409, delete(lot, again).statusCode());
        assertTrue(audited("lot.unassign").contains(lot.number() + ": 0-49"));
        Exception refused = assertThrows(
                Exception.class,
                () -> pool.preparedQuery("DELETE FROM assigned_range WHERE id = $1")
                        .execute(Tuple.of(UUID.fromString(again)))
                        .await()
                        .indefinitely());
        assertTrue(String.valueOf(refused.getMessage()).contains("its ranges stay"), refused.toString());
    }

    @Test
    void aWholeLotIsBoundAsOftenAsOneLikesUntilItIsActivated() {
        String one = shop.runningCampaign(1_000, POINTS.formatted(1));
        String two = shop.runningCampaign(1_000, POINTS.formatted(2));
        TestLot lot = shop.mintedLot(100, one);

        assertEquals(200, bind(lot, NONE, "").statusCode());
        assertEquals(200, bind(lot, two, "?dryRun=true").statusCode());
        assertNull(shown(lot).get("campaignId"), "a dry run binds nothing");
        assertEquals(two, bind(lot, two, "").jsonPath().getString("campaignId"));
        post(lot, "activate", Map.of());

        assertEquals(2, new Consumer().claim(lot.code(7)).getInt("reward.points"));
        assertEquals(200, bind(lot, two, "").statusCode(), "as it is");
        for (String other : List.of(one, NONE)) {
            assertEquals(409, bind(lot, other, "").statusCode());
            assertEquals(409, bind(lot, other, "?dryRun=true").statusCode());
        }
        assertEquals(two, shown(lot).getString("campaignId"));
        assertEquals(2, audited("lot.bind").size(), "changes alone");
    }

    @Test
    void aBlankLotIsBoundLaterAndNotOverItsRanges() {
        String one = shop.runningCampaign(1_000, POINTS.formatted(1));
        String strange = ShopFixture.fresh("Other").runningCampaign(1_000, POINTS.formatted(1));
        TestLot blank = shop.activeLot(100, "");
        TestLot ranged = shop.activeLot(100, "");
        post(ranged, "ranges", range(0, 9, one));

        assertEquals(200, bind(blank, one, "").statusCode());
        assertEquals(1, new Consumer().claim(blank.code(7)).getInt("reward.points"));
        assertEquals(409, bind(ranged, one, "").statusCode());
        assertEquals(400, bind(ranged, strange, "").statusCode());
    }

    private Response bind(TestLot lot, String campaign, String query) {
        Map<String, Object> body = new HashMap<>();
        body.put("productId", null);
        body.put("campaignId", campaign.equals(NONE) ? null : campaign);
        return shop.asStaff().body(body).put(path(lot, "binding") + query);
    }

    private JsonPath shown(TestLot lot) {
        return shop.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath();
    }

    private JsonPath story(TestLot lot, int serial) {
        return shop.asStaff().get("/api/v1/codes/" + lot.code(serial)).jsonPath();
    }

    private List<String> audited(String action) {
        return shop.asStaff()
                .get("/api/v1/audit?limit=200")
                .jsonPath()
                .getList("items.findAll { it.action == '" + action + "' }.subject");
    }

    private Response delete(TestLot lot, String range) {
        return shop.asStaff().delete(path(lot, "ranges/" + range));
    }

    private JsonPath post(TestLot lot, String verb, Map<String, Object> body) {
        return shop.post(path(lot, verb), body);
    }

    private Response send(TestLot lot, String verb, Map<String, Object> body) {
        return shop.asStaff().body(body).post(path(lot, verb));
    }

    private static String path(TestLot lot, String verb) {
        return "/api/v1/lots/" + lot.number() + "/" + verb;
    }

    private static Map<String, Object> range(int from, int to, String campaign) {
        return Map.of("from", from, "to", to, "campaignId", campaign);
    }

    private static Map<String, Object> dry(Map<String, Object> body) {
        Map<String, Object> dry = new HashMap<>(body);
        dry.put("dryRun", true);
        return dry;
    }
}
