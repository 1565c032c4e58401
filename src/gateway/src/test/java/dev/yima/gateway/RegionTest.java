package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Campaigns for some regions only. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RegionTest {
    private static final String SICHUAN = "61.139.2.69";
    private static final String GUANGDONG = "202.96.128.86";
    private static final String ABROAD = "2a00:1450::1";
    private static final String PRIVATE = "10.1.2.3";
    private static final String BODY = """
            {"name":"Sichuan only","regions":["510000","500000"],
             "prizes":[{"kind":"CASH","amountMinor":30,"count":9}]}""";

    @Test
    void aPacketOpensWhereTheRulesSay() {
        ShopFixture shop = ShopFixture.fresh("Regional");
        TestLot lot = shop.activeLot(4, shop.runningCampaign(BODY));
        for (String elsewhere : List.of(GUANGDONG, ABROAD)) {
            JsonPath refused = scan(elsewhere, lot.code(0)).jsonPath();
            assertEquals("ELSEWHERE", refused.getString("refusal"));
            assertNull(refused.get("reward"));
        }
        assertEquals(30, scan(SICHUAN, lot.code(0)).jsonPath().getInt("reward.amountMinor"), "the code stayed good");
        assertEquals(30, scan(PRIVATE, lot.code(1)).jsonPath().getInt("reward.amountMinor"), "nobody knows where");
        assertNull(
                given().contentType(ContentType.JSON)
                        .header("X-Forwarded-For", GUANGDONG)
                        .body(Map.of("code", lot.code(2), "claim", false))
                        .post("/api/v1/scans")
                        .jsonPath()
                        .get("refusal"),
                "who only looks is refused nothing");
        assertEquals(
                2, shop.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath().getInt("claimed"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void thePageSaysSoBeforeAnybodyTaps() {
        ShopFixture shop = ShopFixture.fresh("Regional page");
        TestLot lot = shop.activeLot(1, shop.runningCampaign(BODY));
        assertTrue(page(GUANGDONG, lot.code(0)).contains("opens in other regions"));
        assertTrue(page(SICHUAN, lot.code(0)).contains("class=\"packet\""));
        Response opened = given().redirects()
                .follow(false)
                .header("X-Forwarded-For", GUANGDONG)
                .header("Sec-Fetch-Site", "same-origin")
                .cookie("yima_member", given().get("/" + lot.code(0)).cookie("yima_member"))
                .post("/" + lot.code(0));
        assertTrue(opened.header("Location").endsWith("?refusal=ELSEWHERE"), opened.header("Location"));
    }

    @Test
    void theRulesSayWhereAndOnlyEverGetWider() {
        ShopFixture shop = ShopFixture.fresh("Wider");
        String id = shop.runningCampaign(BODY);
        String path = "/api/v1/campaigns/" + id;
        JsonPath shown = shop.asStaff().get(path).jsonPath();
        assertEquals(List.of("500000", "510000"), shown.getList("regions"));
        JsonPath told = given().accept(ContentType.JSON).get("/c/" + id).jsonPath();
        assertTrue(told.getString("rules").contains("\nregions 500000 510000\n"), told.getString("rules"));
        String page = given().accept(ContentType.HTML)
                .header("Accept-Language", "zh")
                .get("/c/" + id)
                .asString();
        assertTrue(page.contains("重庆、四川"), page);

        assertEquals(409, put(shop, path, "\"510000\"").statusCode());
        assertEquals(409, put(shop, path, "\"510000\",\"440000\"").statusCode());
        assertEquals(200, put(shop, path, "\"510000\",\"440000\",\"500000\"").statusCode());
        assertEquals(200, put(shop, path, "").statusCode(), "everywhere");
        assertEquals(409, put(shop, path, "\"510000\"").statusCode());
    }

    @Test
    void theStoryOfACodeSaysWhereItWasScannedAndWhoSaysSo() {
        ShopFixture shop = ShopFixture.fresh("Places");
        TestLot lot = shop.activeLot(1, shop.runningCampaign(BODY));
        scan(SICHUAN, lot.code(0));
        for (String from : List.of(GUANGDONG, ABROAD, PRIVATE)) {
            Map<String, Object> offered = Map.of(
                    "code", lot.code(0), "claim", false, "location", Map.of("lat", 30.5, "lon", 104, "accuracyM", 25));
            given().contentType(ContentType.JSON)
                    .header("X-Forwarded-For", from)
                    .body(offered)
                    .post("/api/v1/scans");
        }
        String path = "/api/v1/codes/" + lot.code(0);
        Eventually.isTrue(
                () -> shop.asStaff().get(path).jsonPath().getList("scans").size() == 4);
        JsonPath story = shop.asStaff().get(path).jsonPath();
        String all = "scans.places.flatten().findAll { it.source == '%s' }.%s";
        assertEquals(
                List.of("000000", "440000", "510000"),
                story.<String>getList(all.formatted("NETWORK", "region")).stream()
                        .sorted()
                        .toList(),
                "looks and claims alike; nothing of a private network");
        assertEquals(List.of("PROVINCE", "PROVINCE", "PROVINCE"), story.getList(all.formatted("NETWORK", "accuracy")));
        assertEquals(List.of(25.0f, 25.0f, 25.0f), story.getList(all.formatted("OFFERED", "accuracyM")));
        assertEquals(List.of("METRES", "METRES", "METRES"), story.getList(all.formatted("OFFERED", "accuracy")));
    }

    @Test
    void whatIsNoProvinceIsRefused() {
        ShopFixture shop = ShopFixture.fresh("No province");
        for (String code : List.of("000000", "510100", "sichuan", "")) {
            Response refused = shop.asStaff().body(BODY.replace("500000", code)).post("/api/v1/campaigns");
            assertEquals(400, refused.statusCode(), code);
            assertEquals("regions", refused.jsonPath().getString("errors[0].field"), refused.asString());
        }
    }

    private static Response put(ShopFixture shop, String path, String regions) {
        return shop.asStaff()
                .body(BODY.replace("\"510000\",\"500000\"", regions))
                .put(path);
    }

    private static Response scan(String from, String code) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", from)
                .body(Map.of("code", code))
                .post("/api/v1/scans");
    }

    private static String page(String from, String code) {
        return given().accept(ContentType.HTML)
                .header("X-Forwarded-For", from)
                .get("/" + code)
                .asString();
    }
}
