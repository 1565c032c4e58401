package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.DrawAudit;
import dev.yima.engine.rules.DrawAudit.Won;
import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What everybody may see of a campaign, and check. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CampaignPageTest {
    private static final String PRIZES = "[{\"kind\":\"CASH\",\"amountMinor\":8800,\"count\":2},"
            + "{\"kind\":\"POINTS\",\"points\":10,\"count\":20}]";

    @Test
    void anyoneCanRecomputeTheDrawsOfACampaignThatHasEnded() {
        ShopFixture shop = ShopFixture.fresh("Checked");
        String id = shop.runningCampaign(60, PRIZES);
        TestLot lot = shop.activeLot(100, id);
        for (int serial = 0; serial < 40; serial++) {
            new Consumer().claim(lot.code(serial));
        }
        JsonPath running = told(id);
        assertEquals("RUNNING", running.getString("state"));
        assertNull(running.get("seed"));
        assertNull(running.get("claimed"));
        assertEquals(409, given().get("/c/" + id + "/draws").statusCode());

        shop.post("/api/v1/campaigns/" + id + "/end", Map.of());

        JsonPath ended = told(id);
        byte[] seed = HexFormat.of().parseHex(ended.getString("seed"));
        CampaignRules rules = new CampaignRules(
                UUID.fromString(id), ended.getString("currency"), new PrizePool(ended.getInt("claims"), prizes(ended)));
        assertEquals(rules.text(), ended.getString("rules"));
        assertEquals(running.getString("commitment"), ended.getString("commitment"));
        assertEquals(ended.getString("commitment"), HexFormat.of().formatHex(Draw.commitment(seed, rules.text())));
        List<String> draws =
                given().get("/c/" + id + "/draws").asString().lines().toList();
        assertEquals(41, draws.size());
        DrawAudit audit = new DrawAudit(rules, seed, ended.getInt("claimed"));
        draws.stream().skip(1).map(row -> row.split(",", -1)).forEach(row -> {
            Optional<Won> won = row[1].isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Won(
                            Integer.parseInt(row[1]), PrizeKind.valueOf(row[2]), Long.parseLong(row[3]), row[4]));
            assertEquals(Optional.empty(), audit.check(Integer.parseInt(row[0]), won, Instant.parse(row[5])));
        });
        assertEquals(0, audit.missing());
    }

    @Test
    void exportsThatEndMakeRoomForOthers() {
        ShopFixture shop = ShopFixture.fresh("Curious");
        String id = shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]");
        shop.post("/api/v1/campaigns/" + id + "/end", Map.of());
        for (int export = 0; export < 30; export++) {
            assertEquals(200, given().get("/c/" + id + "/draws").statusCode());
        }
    }

    @Test
    void thePageSaysWhatTheLawWants() {
        ShopFixture shop = ShopFixture.fresh("Lawful <b>");
        shop.asStaff()
                .body(Map.of("organiser", "Mountain & Spring Ltd.", "contact", "+86 20 1234 5678"))
                .patch("/api/v1/brand");
        String id = shop.runningCampaign(1_000, PRIZES);

        String english = page(id, "en");
        for (String said : List.of(
                "Mountain &amp; Spring Ltd.",
                "+86 20 1234 5678",
                "Among 1,000 packets",
                "¥88.00",
                "until all packets are opened",
                told(id).getString("commitment"))) {
            assertTrue(english.contains(said), said + " in " + english);
        }
        assertTrue(english.contains(">978<"), "packets with nothing in them are told too");
        assertFalse(english.contains("<b>Lawful"), english);
        assertTrue(page(id, "zh-CN").contains("共 1,000 个红包"));
    }

    @Test
    void aDraftIsNobodysBusiness() {
        ShopFixture shop = ShopFixture.fresh("Secretive");
        String draft = shop.post(
                        "/api/v1/campaigns",
                        Map.of("name", "Draft", "prizes", List.of(Map.of("kind", "POINTS", "points", 1, "count", 1))))
                .getString("id");
        for (String id : List.of(draft, UUID.randomUUID().toString(), "nonsense")) {
            assertEquals(404, given().accept("application/json").get("/c/" + id).statusCode(), id);
            assertEquals(404, given().accept("text/html").get("/c/" + id).statusCode(), id);
            assertEquals(404, given().get("/c/" + id + "/draws").statusCode(), id);
        }
    }

    @Test
    void aDrawnPrizeAboveTheLimitOfTheLawIsRefused() {
        ShopFixture shop = ShopFixture.fresh("Generous");
        String draft = shop.post(
                        "/api/v1/campaigns",
                        Map.of(
                                "name",
                                "Car",
                                "claims",
                                100,
                                "prizes",
                                List.of(Map.of("kind", "CASH", "amountMinor", 5_000_001, "count", 1))))
                .getString("id");
        String publish = "/api/v1/campaigns/" + draft + "/publish";

        Response refused = shop.asStaff().body(Map.of()).post(publish);
        assertEquals(400, refused.statusCode());
        assertTrue(refused.asString().contains("prizes[0].amountMinor must be at most 5000000"), refused.asString());
        assertEquals(
                "DRAFT",
                shop.asStaff().get("/api/v1/campaigns/" + draft).jsonPath().getString("state"));

        shop.asStaff().body(Map.of("jurisdiction", "NONE")).patch("/api/v1/brand");
        assertEquals("RUNNING", shop.post(publish, Map.of()).getString("state"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    private static JsonPath told(String id) {
        return given().accept("application/json").get("/c/" + id).jsonPath();
    }

    private static String page(String id, String language) {
        return given().accept("text/html")
                .header("Accept-Language", language)
                .get("/c/" + id)
                .asString();
    }

    private static List<Prize> prizes(JsonPath campaign) {
        return IntStream.range(0, campaign.getList("prizes").size())
                .mapToObj(line -> {
                    String path = "prizes[" + line + "].";
                    PrizeKind kind = PrizeKind.valueOf(campaign.getString(path + "kind"));
                    String amount = kind == PrizeKind.CASH ? "amountMinor" : "points";
                    return new Prize(kind, campaign.getLong(path + amount), campaign.getInt(path + "count"));
                })
                .toList();
    }
}
