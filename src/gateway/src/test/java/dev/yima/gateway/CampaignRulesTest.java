package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.DrawAudit;
import dev.yima.engine.rules.DrawAudit.Won;
import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a campaign's rules say is what happens, and what they promised stays promised. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CampaignRulesTest {
    private static final Map<String, Object> CASH = Map.of("kind", "CASH", "amountMinor", 100, "count", 50);

    @BeforeEach
    void onOneDay() {
        ChinaDay.lasts(Duration.ofMinutes(2));
    }

    @Test
    void aPersonOpensNoMoreThanADayAllows() {
        ShopFixture shop = ShopFixture.fresh("Daily");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(campaign(Map.of("limits", Map.of("perPersonDay", 2)))));
        Consumer person = new Consumer();
        for (int serial = 0; serial < 2; serial++) {
            assertNotNull(person.claim(lot.code(serial)).get("reward"));
        }
        JsonPath refused = person.claim(lot.code(2));
        assertNull(refused.get("reward"));
        assertEquals("DAY_LIMIT", refused.getString("refusal"));
        assertEquals("GENUINE_FIRST", refused.getString("verdict"));
        assertNotNull(person.claim(lot.code(0)).get("reward"), "what was won stays won");

        JsonPath other = new Consumer().claim(lot.code(2));
        assertNotNull(other.get("reward"), "the code is as unclaimed as it was");
        assertNull(other.get("refusal"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void whoIsNotNewIsTold() {
        ShopFixture shop = ShopFixture.fresh("Welcome");
        TestLot old = shop.activeLot(10, shop.runningCampaign(campaign(Map.of())));
        TestLot lot = shop.activeLot(10, shop.runningCampaign(campaign(Map.of("people", "NEW"))));
        Consumer regular = new Consumer();
        assertNotNull(regular.claim(old.code(0)).get("reward"));
        assertEquals("NOT_NEW", regular.claim(lot.code(0)).getString("refusal"));
        Consumer fresh = new Consumer();
        assertNotNull(fresh.claim(lot.code(0)).get("reward"));
        assertEquals("NOT_NEW", fresh.claim(lot.code(1)).getString("refusal"));
    }

    @Test
    void whatADayGivesIsNeverExceeded() {
        ShopFixture shop = ShopFixture.fresh("Paced");
        TestLot lot =
                shop.activeLot(10, shop.runningCampaign(campaign(Map.of("limits", Map.of("cashPerDayMinor", 300)))));
        for (int serial = 0; serial < 3; serial++) {
            assertNotNull(new Consumer().claim(lot.code(serial)).get("reward"));
        }
        Consumer late = new Consumer();
        assertEquals("PACED", late.claim(lot.code(3)).getString("refusal"));

        // Without a script the form leads back to the page, which says why.
        Response form = late.form("/" + lot.code(4), "en", Map.of());
        assertEquals(303, form.statusCode());
        assertTrue(form.header("Location").endsWith("?refusal=PACED"), form.header("Location"));
        String page = given().accept("text/html").get(form.header("Location")).asString();
        assertTrue(page.contains("try again later"), page);
        assertFalse(page.contains("<form"), page);
    }

    @Test
    void outsideItsHoursNothingIsOpened() {
        ShopFixture shop = ShopFixture.fresh("Closed");
        LocalTime now = LocalTime.now(ZoneId.of("UTC"));
        Map<String, String> hours = Map.of(
                "from",
                now.plusHours(2).toString().substring(0, 5),
                "to",
                now.plusHours(3).toString().substring(0, 5));
        TestLot lot = shop.activeLot(10, shop.runningCampaign(campaign(Map.of("hours", hours, "zone", "UTC"))));
        assertEquals("OUTSIDE_HOURS", new Consumer().claim(lot.code(0)).getString("refusal"));
        String page = given().accept("text/html").get("/" + lot.code(0)).asString();
        assertTrue(page.contains("other hours of the day"), page);
    }

    @Test
    void oddsStayWithinTheirBudgetAndCanBeRecomputed() {
        ShopFixture shop = ShopFixture.fresh("Lucky");
        String id = shop.runningCampaign(Map.of(
                "name",
                "Odds",
                "claims",
                100,
                "draw",
                "ODDS",
                "prizes",
                List.of(
                        Map.of("kind", "CASH", "amountMinor", 100, "count", 5, "perMillion", 400_000, "fallback", 1),
                        Map.of("kind", "POINTS", "points", 3, "count", 10, "perMillion", 300_000))));
        TestLot lot = shop.activeLot(60, id);
        for (int serial = 0; serial < 60; serial++) {
            new Consumer().claim(lot.code(serial));
        }
        shop.post("/api/v1/campaigns/" + id + "/end", Map.of());

        JsonPath told = given().accept("application/json").get("/c/" + id).jsonPath();
        CampaignRules rules = CampaignRules.read(told.getString("rules"));
        byte[] seed = HexFormat.of().parseHex(told.getString("seed"));
        DrawAudit audit = new DrawAudit(rules, seed, told.getInt("claimed"));
        int[] won = new int[2];
        given().get("/c/" + id + "/draws")
                .asString()
                .lines()
                .skip(1)
                .map(row -> row.split(",", -1))
                .forEach(row -> {
                    Optional<Won> prize = row[1].isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Won(
                                    Integer.parseInt(row[1]),
                                    PrizeKind.valueOf(row[2]),
                                    Long.parseLong(row[3]),
                                    row[4]));
                    prize.ifPresent(line -> won[line.line()]++);
                    assertEquals(Optional.empty(), audit.check(Integer.parseInt(row[0]), prize, Instant.parse(row[5])));
                });
        assertEquals(5, won[0], "24 are expected of 60, 5 there are");
        assertEquals(10, won[1]);
        assertEquals(0, audit.missing());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aRunningCampaignCanOnlyBecomeBetter() {
        ShopFixture shop = ShopFixture.fresh("Promised");
        Map<String, Object> promised = campaign(
                Map.of("endsAt", "2099-01-01T00:00:00Z", "limits", Map.of("perPersonDay", 2), "people", "NEW"));
        String id = shop.runningCampaign(promised);
        TestLot lot = shop.activeLot(10, id);
        Consumer person = new Consumer();
        assertNotNull(person.claim(lot.code(0)).get("reward"));
        assertEquals("NOT_NEW", person.claim(lot.code(1)).getString("refusal"));
        String before = told(id).getString("commitment");

        for (Map<String, Object> worse : List.<Map<String, Object>>of(
                Map.of("endsAt", "2098-01-01T00:00:00Z"),
                Map.of("startsAt", "2098-01-01T00:00:00Z"),
                Map.of("limits", Map.of("perPersonDay", 1)),
                Map.of("limits", Map.of("perPersonDay", 2, "perPerson", 100)),
                Map.of("hours", Map.of("from", "00:00", "to", "23:00")),
                Map.of("claims", 51),
                Map.of("prizes", List.of(Map.of("kind", "CASH", "amountMinor", 100, "count", 49)), "claims", 50))) {
            Response refused = change(shop, id, with(promised, worse));
            assertEquals(409, refused.statusCode(), worse + " " + refused.asString());
            assertEquals(
                    "https://yima.dev/problems/worsens-promise",
                    refused.jsonPath().getString("type"));
            assertNotNull(refused.jsonPath().get("errors[0].field"), refused.asString());
        }
        assertEquals(1, told(id).getList("versions").size());

        Map<String, Object> better = with(
                promised,
                Map.of("endsAt", "2100-01-01T00:00:00Z", "limits", Map.of("perPersonDay", 3), "people", "ALL"));
        assertEquals(200, change(shop, id, better).statusCode());
        assertEquals(200, change(shop, id, better).statusCode(), "again, and nothing changes");

        JsonPath after = told(id);
        assertEquals(2, after.getList("versions").size());
        assertEquals(before, after.getString("versions[0].commitment"));
        assertNotEquals(before, after.getString("commitment"));
        Eventually.isTrue(() -> person.claim(lot.code(1)).get("reward") != null);
        shop.post("/api/v1/campaigns/" + id + "/end", Map.of());
        byte[] seed = HexFormat.of().parseHex(told(id).getString("seed"));
        for (int version = 0; version < 2; version++) {
            String at = "versions[" + version + "].";
            assertEquals(
                    after.getString(at + "commitment"),
                    HexFormat.of().formatHex(Draw.commitment(seed, after.getString(at + "rules"))));
        }
        assertEquals(409, change(shop, id, better).statusCode(), "it has ended");
    }

    @Test
    void aDraftCanBecomeAnything() {
        ShopFixture shop = ShopFixture.fresh("Undecided");
        String id = shop.post("/api/v1/campaigns", campaign(Map.of("people", "NEW")))
                .getString("id");
        Map<String, Object> changed = Map.of(
                "name", "Points", "claims", 9, "prizes", List.of(Map.of("kind", "POINTS", "points", 7, "count", 3)));
        assertEquals(200, change(shop, id, changed).statusCode());
        JsonPath shown = shop.asStaff().get("/api/v1/campaigns/" + id).jsonPath();
        assertEquals("DRAFT", shown.getString("state"));
        assertEquals("ALL", shown.getString("people"));
        assertEquals(9, shown.getInt("claims"));
        assertEquals(List.of(7), shown.getList("prizes.points"));
        assertEquals(404, change(ShopFixture.fresh("Stranger"), id, changed).statusCode());
    }

    /** Seen red with a publication that did not ask whether what it had read still stands. */
    @Test
    void whatIsPublishedIsWhatStandsThere() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Hasty");
        for (int round = 0; round < Proof.size(10, 60); round++) {
            String id = shop.post("/api/v1/campaigns", campaign(Map.of())).getString("id");
            Map<String, Object> changed = campaign(
                    Map.of("prizes", List.of(Map.of("kind", "POINTS", "points", 7, "count", 3)), "people", "NEW"));
            List<Integer> answers = Phones.of(2)
                    .each(
                            List.of(true, false),
                            publish -> publish
                                    ? shop.asStaff()
                                            .post("/api/v1/campaigns/" + id + "/publish")
                                            .statusCode()
                                    : change(shop, id, changed).statusCode());
            assertTrue(Set.of(200, 409).containsAll(answers), answers.toString());
            shop.post("/api/v1/campaigns/" + id + "/publish", Map.of());
            CampaignRules rules = CampaignRules.read(told(id).getString("rules"));
            assertEquals(
                    answers.get(1) == 200 ? PrizeKind.POINTS : PrizeKind.CASH,
                    rules.pool().prizes().get(0).kind());
        }
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void thePageTellsTheConditions() {
        ShopFixture shop = ShopFixture.fresh("Written out");
        String id = shop.runningCampaign(campaign(Map.of(
                "hours", Map.of("from", "10:00", "to", "22:00"),
                "people", "NEW",
                "limits",
                        Map.of(
                                "perPersonDay",
                                3,
                                "perPerson",
                                9,
                                "cashPerHourMinor",
                                10_000,
                                "cashPerDayMinor",
                                20_000))));
        String english = given().accept("text/html").get("/c/" + id).asString();
        for (String said : List.of(
                "from 10:00 to 22:00 each day (Asia/Shanghai)",
                "have not taken part",
                "can open 3 in a day",
                "can open 9 in all",
                "¥100.00 is given in an hour",
                "¥200.00 is given in a day")) {
            assertTrue(english.contains(said), said + " in " + english);
        }
        String chinese = given().accept("text/html")
                .header("Accept-Language", "zh-CN")
                .get("/c/" + id)
                .asString();
        assertTrue(chinese.contains("每人每天最多打开 3 个"), chinese);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"zone\":\"Mars/Base\"",
                "\"hours\":{\"from\":\"10:00\"}",
                "\"hours\":{\"from\":\"10:00\",\"to\":\"10:00\"}",
                "\"hours\":{\"from\":\"25:00\",\"to\":\"10:00\"}",
                "\"people\":\"SOME\"",
                "\"limits\":{\"perPersonDay\":0}",
                "\"limits\":{\"cashPerDayMinor\":99}",
                "\"draw\":\"ODDS\"",
                "\"draw\":\"LUCK\""
            })
    void whatMakesNoSenseIsRefused(String condition) {
        Response refused = ShopFixture.fresh("Sensible")
                .asStaff()
                .body("{\"name\":\"N\",\"prizes\":[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":5}]," + condition
                        + "}")
                .post("/api/v1/campaigns");
        assertEquals(400, refused.statusCode(), refused.asString());
    }

    @ParameterizedTest
    @CsvSource({"600000,,600000,", "10,1,,", "10,0,10,", "10,2,10,", "0,,10,", "1000001,,1,"})
    void oddsThatMakeNoSenseAreRefused(String first, String fallback, String second, String fallbackOfSecond) {
        Response refused = ShopFixture.fresh("Probable")
                .asStaff()
                .body("{\"name\":\"N\",\"claims\":9,\"draw\":\"ODDS\",\"prizes\":[" + points(first, fallback) + ","
                        + points(second, fallbackOfSecond) + "]}")
                .post("/api/v1/campaigns");
        assertEquals(400, refused.statusCode(), refused.asString());
    }

    private static String points(String perMillion, String fallback) {
        return "{\"kind\":\"POINTS\",\"points\":1,\"count\":5,\"perMillion\":" + perMillion + ",\"fallback\":"
                + fallback + "}";
    }

    private static Map<String, Object> campaign(Map<String, Object> more) {
        return with(Map.of("name", "Rules", "prizes", List.of(CASH)), more);
    }

    private static Map<String, Object> with(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static Response change(ShopFixture shop, String id, Map<String, Object> body) {
        return shop.asStaff().body(body).put("/api/v1/campaigns/" + id);
    }

    private static JsonPath told(String id) {
        return QuickJson.of(given().accept("application/json").get("/c/" + id));
    }
}
