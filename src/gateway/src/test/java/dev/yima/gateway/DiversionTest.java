package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Goods that are scanned outside of their dealer's territory. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class DiversionTest {
    /** On a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String DEALERS = "/api/v1/diversions/dealers";
    private static final String CASES = "/api/v1/diversions/cases";
    private static final String SETTINGS = "/api/v1/diversions/settings";
    private static final Map<String, Object> REASON = Map.of("reason", "sold in Guangdong");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private static Instant yesterday() {
        return TestClock.now().minus(1, ChronoUnit.DAYS);
    }

    @Test
    void aCaseThatIsDrunkElsewhereIsFlagged() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Diverted");
        goods.ship(0, goods.sichuan(), yesterday());
        goods.ship(1, goods.sichuan(), yesterday());
        goods.scanBottles(0, 7, DiversionFixture.IN_GUANGDONG);
        goods.scanBottles(1, 7, DiversionFixture.IN_SICHUAN);
        Eventually.isTrue(PATIENCE, () -> goods.flagged().getList("items.scans").equals(List.of(7, 7)));
        JsonPath cases = goods.flagged();
        assertEquals(List.of("SUSPEND", "NONE"), cases.getList("items.grade"), "the worst first");
        assertEquals(
                List.of(goods.cases().code(0), goods.cases().code(1)), cases.getList("items.code"), cases.prettify());
        assertEquals(List.of(7, 0), cases.getList("items.outside"));
        assertEquals(0.6457, cases.getDouble("items[0].score"), 0.00005);
        assertTrue(
                cases.getString("items[0].rule").contains("7 of 7 located scans by 7 people on 7 networks"),
                cases::prettify);
        JsonPath dealers = goods.dealers();
        assertEquals(List.of(14, 0), dealers.getList("items.scans"));
        assertEquals(List.of("NONE", "NONE"), dealers.getList("items.grade"), "one case accuses nobody");
        assertEquals(List.of("440000", "510000"), dealers.getList("items[0].regions.region"));
        assertEquals(List.of(true, false), dealers.getList("items[0].regions.isOutside"));
        assertTrue(dealers.getString("items[0].rule")
                .contains("from 30 scans by 20 people on 20 networks on: not judged"));
    }

    @Test
    void theListOfCasesHasPages() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Pages");
        Instant now = TestClock.now();
        List<DiversionFixture.Seen> scans = new ArrayList<>();
        for (int box = 0; box < 5; box++) {
            goods.ship(box, box == 4 ? goods.south() : goods.sichuan(), yesterday());
            for (int n = 0; n < 6; n++) {
                String region = n <= box ? "330000" : "510000";
                scans.add(new DiversionFixture.Seen(
                        box * DiversionFixture.EACH + n, UUID.randomUUID(), now.plusMillis(box * 10L + n), region));
            }
        }
        goods.record(scans);
        Eventually.isTrue(PATIENCE, () -> goods.flagged().getList("items.scans").equals(List.of(6, 6, 6, 6, 6)));
        assertEquals(List.of("SUSPEND", "NOTICE", "NONE", "NONE", "NONE"), grades(goods));
        List<String> all = goods.flagged().getList("items.code");
        JsonPath page = null;
        for (int n = 0; n < 5; n++) {
            String after = page == null ? "" : "&after=" + page.getString("next");
            page = goods.shop().asStaff().get(CASES + "?limit=1" + after).jsonPath();
            assertEquals(List.of(all.get(n)), page.getList("items.code"));
        }
        String ofSichuan = "?dealer=" + goods.sichuan();
        assertEquals(
                4,
                goods.shop()
                        .asStaff()
                        .get(CASES + ofSichuan)
                        .jsonPath()
                        .getList("items")
                        .size());
        assertEquals(
                3,
                goods.shop()
                        .asStaff()
                        .get(CASES + ofSichuan + "&grade=NONE")
                        .jsonPath()
                        .getList("items")
                        .size());
    }

    @Test
    void aMovementThatIsToldLateAndTwiceCountsWhenItIsKnown() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Late device");
        goods.scanBottles(0, 6, DiversionFixture.IN_GUANGDONG);
        Eventually.isTrue(
                PATIENCE,
                () -> goods.rows(
                                        "SELECT 1 FROM attributed_scan WHERE lot = $1 AND dealer_id IS NULL",
                                        goods.items().codec().lot().value())
                                .size()
                        == 6);
        assertEquals(List.of(0, 0), goods.dealers().getList("items.scans"));
        var row = goods.channel().row("OUTBOUND", goods.cases().code(0), goods.sichuan(), yesterday());
        assertEquals(List.of("RECORDED"), goods.channel().outcomes("PDA", List.of(row)));
        assertEquals(List.of("ALREADY"), goods.channel().outcomes("PDA", List.of(row)));
        Eventually.isTrue(
                PATIENCE, () -> goods.flagged().getList("items.outside").equals(List.of(6)));
        // Someone else had it in between, and that is told later still.
        Instant noon = yesterday().plus(1, ChronoUnit.HOURS);
        assertEquals(
                List.of("RECORDED", "RECORDED"),
                goods.channel()
                        .outcomes(
                                "PDA-2",
                                List.of(
                                        goods.channel()
                                                .row("RETURN", goods.cases().code(0), goods.sichuan(), noon),
                                        goods.channel()
                                                .row("OUTBOUND", goods.cases().code(0), goods.south(), noon))));
        Eventually.isTrue(PATIENCE, () -> goods.dealers().getList("items.scans").equals(List.of(0, 6)));
        assertEquals(List.of(goods.south().toString()), goods.flagged().getList("items.dealerId"));
        assertEquals(List.of(0), goods.flagged().getList("items.outside"), "Guangdong is in the south");
    }

    @Test
    void anotherTerritoryAndOtherSettingsJudgeAnew() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Judged anew");
        goods.ship(0, goods.sichuan(), yesterday());
        goods.scanBottles(0, 7, DiversionFixture.IN_GUANGDONG);
        Eventually.isTrue(PATIENCE, () -> grades(goods).equals(List.of("SUSPEND")));
        Map<String, Object> strict = settings(5, 0.65, 0.7, 0.8);
        assertEquals(200, put(goods.shop(), strict).statusCode());
        assertEquals(
                strict.get("notice"),
                goods.shop().asStaff().get(SETTINGS).jsonPath().getDouble("notice"));
        Eventually.isTrue(PATIENCE, () -> grades(goods).equals(List.of("NONE")));
        assertEquals(200, put(goods.shop(), settings(8, 0.2, 0.4, 0.6)).statusCode());
        Eventually.isTrue(PATIENCE, () -> grades(goods).equals(List.of()));
        assertEquals(0, goods.dealers().getInt("items[0].casesJudged"));
        assertEquals(200, put(goods.shop(), settings(5, 0.2, 0.4, 0.6)).statusCode());
        Eventually.isTrue(PATIENCE, () -> grades(goods).equals(List.of("SUSPEND")));
        goods.shop()
                .asStaff()
                .body(Map.of("kind", "DEALER", "name", "Wider", "territory", List.of("440300", "510000")))
                .put("/api/v1/partners/" + goods.sichuan())
                .then()
                .statusCode(200);
        Eventually.isTrue(PATIENCE, () -> grades(goods).equals(List.of("NONE")));
        assertEquals(0, goods.dealers().getInt("items[0].casesFlagged"));
    }

    private static List<String> grades(DiversionFixture goods) {
        return goods.flagged().getList("items.grade");
    }

    @Test
    void aPersonSuspendsAndReinstates() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Suspended");
        String dealer = DEALERS + "/" + goods.sichuan();
        JsonPath suspended = goods.shop().post(dealer + "/suspend", REASON);
        assertEquals("SUSPENDED", suspended.getString("state"));
        assertEquals("SUSPEND", suspended.getString("lastDecision.kind"));
        assertEquals("sold in Guangdong", suspended.getString("lastDecision.reason"));
        goods.shop().post(dealer + "/suspend", Map.of("reason", "asked again"));
        assertEquals("sold in Guangdong", goods.dealers().getString("items[0].lastDecision.reason"));
        assertEquals(
                "SUSPENDED",
                goods.shop()
                        .asStaff()
                        .get("/api/v1/partners/" + goods.sichuan())
                        .jsonPath()
                        .getString("state"));
        // Closing and opening again is for everybody with a key; taking back a suspension is not.
        assertEquals(
                409,
                goods.shop()
                        .asStaff()
                        .post("/api/v1/partners/" + goods.sichuan() + "/close")
                        .statusCode());
        assertEquals("ACTIVE", goods.shop().post(dealer + "/reinstate", REASON).getString("state"));
        assertEquals("REINSTATE", goods.dealers().getString("items[0].lastDecision.kind"));
        assertNull(goods.dealers().get("items[1].lastDecision"));
        assertEquals(
                List.of("diversion.suspend", "diversion.reinstate"),
                goods
                        .rows(
                                "SELECT action FROM audit WHERE subject = $1 ORDER BY id",
                                goods.sichuan().toString())
                        .stream()
                        .map(row -> row.getString(0))
                        .filter(action -> action.startsWith("diversion"))
                        .toList());
        for (String crime : List.of("DELETE FROM diversion_decision", "UPDATE diversion_decision SET reason = ''")) {
            assertThrows(PgException.class, () -> goods.rows(crime), crime);
        }
        goods.shop().post("/api/v1/partners/" + goods.sichuan() + "/close", Map.of());
        for (String deed : List.of("/suspend", "/reinstate")) {
            Response refused = goods.shop().asStaff().body(REASON).post(dealer + deed);
            assertEquals(409, refused.statusCode(), deed);
            assertTrue(refused.jsonPath().getString("type").endsWith("wrong-state"), refused.asString());
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Refused");
        ShopFixture shop = goods.shop();
        assertInvalid(shop.asStaff().get(CASES + "?after=worse"), "after");
        assertInvalid(shop.asStaff().get(CASES + "?after=0.1.1." + "-".repeat(36)), "after");
        assertEquals(400, shop.asStaff().get(CASES + "?limit=201").statusCode());
        assertEquals(400, shop.asStaff().get(DEALERS + "?limit=0").statusCode());
        assertInvalid(shop.asStaff().get(CASES + "?grade=GUILTY"), "grade");
        assertInvalid(put(shop, settings(1, 0.2, 0.4, 0.6)), "caseScansMin");
        assertInvalid(put(shop, settings(5, 0, 0.4, 0.6)), "notice");
        assertInvalid(put(shop, settings(5, 0.2, 0.1, 0.6)), "alert");
        assertInvalid(put(shop, settings(5, 0.2, 0.4, 0.3)), "suspend");
        assertInvalid(put(shop, settings(5, 0.2, 0.4, 1.1)), "suspend");
        String suspend = DEALERS + "/" + goods.sichuan() + "/suspend";
        assertInvalid(shop.asStaff().body(Map.of("reason", " ")).post(suspend), "reason");
        assertInvalid(shop.asStaff().body(Map.of()).post(suspend), "reason");
        String store = new CampaignFixture(shop).store("A store", goods.south().toString());
        for (String id : List.of(UUID.randomUUID().toString(), store)) {
            assertEquals(
                    404,
                    shop.asStaff()
                            .body(REASON)
                            .post(DEALERS + "/" + id + "/suspend")
                            .statusCode(),
                    id);
        }
    }

    @Test
    void onlyOwnersDecide() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Deciders");
        ShopFixture clerk = new ShopFixture(goods.shop()
                .post("/api/v1/keys", Map.of("role", "STAFF", "name", "Clerk"))
                .getString("key"));
        ShopFixture store = new ShopFixture(goods.shop()
                .post("/api/v1/keys", Map.of("role", "STORE", "name", "Store"))
                .getString("key"));
        String dealer = DEALERS + "/" + goods.sichuan();
        for (String deed : List.of("/suspend", "/reinstate")) {
            assertEquals(403, clerk.asStaff().body(REASON).post(dealer + deed).statusCode(), deed);
            assertEquals(403, store.asStaff().body(REASON).post(dealer + deed).statusCode(), deed);
            assertEquals(
                    401,
                    given().contentType("application/json")
                            .body(REASON)
                            .post(dealer + deed)
                            .statusCode());
        }
        assertEquals(403, put(clerk, settings(5, 0.2, 0.4, 0.6)).statusCode());
        for (String path : List.of(DEALERS, CASES, SETTINGS, "/api/v1/diversions/flows")) {
            assertEquals(200, clerk.asStaff().get(path).statusCode(), path);
            assertEquals(403, store.asStaff().get(path).statusCode(), path);
            assertEquals(401, given().get(path).statusCode(), path);
        }
    }

    @Test
    void anotherBrandSeesNothing() {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Own");
        ShopFixture stranger = ShopFixture.fresh("Other");
        goods.ship(0, goods.sichuan(), yesterday());
        goods.scanBottles(0, 6, DiversionFixture.IN_GUANGDONG);
        Eventually.isTrue(PATIENCE, () -> goods.flagged().getList("items.scans").equals(List.of(6)));
        assertTrue(stranger.asStaff().get(DEALERS).jsonPath().getList("items").isEmpty());
        for (String query : List.of("", "?dealer=" + goods.sichuan(), "?grade=SUSPEND")) {
            assertTrue(
                    stranger.asStaff()
                            .get(CASES + query)
                            .jsonPath()
                            .getList("items")
                            .isEmpty(),
                    query);
            assertEquals(
                    1,
                    goods.shop()
                            .asStaff()
                            .get(CASES + query)
                            .jsonPath()
                            .getList("items")
                            .size(),
                    query);
        }
        String dealer = DEALERS + "/" + goods.sichuan();
        for (String deed : List.of("/suspend", "/reinstate")) {
            assertEquals(
                    404, stranger.asStaff().body(REASON).post(dealer + deed).statusCode(), deed);
        }
        assertEquals(200, put(stranger, settings(9, 0.3, 0.4, 0.6)).statusCode());
        assertEquals(
                5, goods.shop().asStaff().get(SETTINGS).jsonPath().getInt("caseScansMin"), "settings are one's own");
    }

    private static Map<String, Object> settings(int caseScansMin, double notice, double alert, double suspend) {
        return Map.of(
                "caseScansMin", caseScansMin,
                "casePeopleMin", 3,
                "dealerScansMin", 30,
                "dealerPeopleMin", 20,
                "notice", notice,
                "alert", alert,
                "suspend", suspend);
    }

    private static Response put(ShopFixture shop, Map<String, Object> settings) {
        return shop.asStaff().body(settings).put(SETTINGS);
    }

    private static void assertInvalid(Response answer, String field) {
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals(field, answer.jsonPath().getString("errors[0].field"), answer.asString());
    }
}
