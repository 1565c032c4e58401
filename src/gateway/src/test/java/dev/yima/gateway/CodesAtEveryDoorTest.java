package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.CampaignFixture.Goods;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What one call takes for a code, all take: as a person, a camera and a scanner give it. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CodesAtEveryDoorTest {
    private static final List<UnaryOperator<String>> FORMS = List.of(
            code -> code,
            code -> code.toLowerCase(Locale.ROOT),
            code -> code.substring(0, 4) + "-" + code.substring(4, 8) + " " + code.substring(8),
            code -> "\ufeff" + code + "\r\n",
            code -> "\u00a0" + code.substring(0, 7) + "\u200b" + code.substring(7),
            code -> code + "\uff0c",
            code -> "HTTPS://Q.EXAMPLE.COM/" + code,
            code -> "https://q.example.com/" + code.toLowerCase(Locale.ROOT) + "/",
            code -> "https://q.example.com/" + code + "?from=wechat#top",
            code -> "https://q.example.com/01/06901234567892/10/LOT1/21/" + code + "?17=271231");

    @Test
    void everyCallTakesEveryForm() {
        CampaignFixture market = CampaignFixture.fresh("Every form");
        ShopFixture shop = market.shop();
        String campaign = shop.runningCampaign(100, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":100}]");
        String dealer = market.dealer("East");
        String store = market.store("Corner", dealer);
        Consumer boss = market.worker(store, "STORE");
        Goods goods = market.goods(FORMS.size(), 2, campaign);
        ShopFixture.TestLot pallets = shop.lot("PALLET", FORMS.size(), "");
        for (int n = 0; n < FORMS.size(); n++) {
            String box = FORMS.get(n).apply(goods.boxes().code(n));
            String cap = FORMS.get(n).apply(goods.cap(n, 0));
            String path = URLEncoder.encode(cap, StandardCharsets.UTF_8).replace("+", "%20");
            assertEquals(1, new Consumer().claim(cap).getInt("reward.points"), cap);
            assertEquals(
                    "GENUINE_REPEAT",
                    get(shop, "/api/v1/codes/" + path, 200).jsonPath().getString("verdict"));
            assertEquals(
                    goods.cap(n, 0),
                    get(shop, "/api/v1/packs/" + path, 200).jsonPath().getString("code"));
            get(shop, "/api/v1/packs/" + path + "/route", 200);
            get(shop, "/api/v1/diversions/cases/" + path + "/evidence", 404);
            assertEquals("RECORDED", shipped(shop, n, box, store), box);
            String pallet = FORMS.get(n).apply(pallets.code(n));
            assertEquals(
                    1,
                    shop.post(
                                    "/api/v1/packs",
                                    Map.of("links", List.of(Map.of("parent", pallet, "children", List.of(box)))))
                            .getInt("linked"));
            assertEquals(
                    1,
                    shop.post("/api/v1/packs/unpack", Map.of("codes", List.of(box)))
                            .getInt("unlinked"));
            assertEquals(
                    200,
                    boss.post("/api/v1/partner/receipts", Map.of("code", box)).statusCode(),
                    box);
            assertEquals(200, CampaignFixture.open(boss, box).statusCode(), box);
            assertEquals(
                    1,
                    shop.post(
                                    "/api/v1/lots/" + goods.bottles().number() + "/waste",
                                    Map.of("codes", List.of(FORMS.get(n).apply(goods.cap(n, 1)))))
                            .getInt("voided"));
        }
    }

    private static String shipped(ShopFixture shop, int sequence, String code, String store) {
        Map<String, Object> row = Map.of(
                "sequence", sequence,
                "kind", "OUTBOUND",
                "code", code,
                "partnerId", store,
                "at", "2026-03-02T08:00:00Z");
        return shop.post("/api/v1/movements", Map.of("device", "PDA", "movements", List.of(row)))
                .getString("rows[0].result");
    }

    private static Response get(ShopFixture shop, String path, int status) {
        Response answer = shop.asStaff().urlEncodingEnabled(false).get(path);
        assertEquals(status, answer.statusCode(), path + " was answered " + answer.asString());
        return answer;
    }
}
