package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rehearsal is what the campaign will be. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RehearsalTest {
    private static final String PRIZES = "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":300},"
            + "{\"kind\":\"CASH\",\"amountMinor\":120,\"count\":300}]";

    @Test
    void theMeanSpendIsThatOfARealRun() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Rehearsed");
        String campaign = shop.runningCampaign(600, PRIZES);
        TestLot lot = shop.activeLot(600, campaign);
        JsonPath rehearsed = shop.post("/api/v1/campaigns/" + campaign + "/rehearse", Map.of("claims", 300));

        List<JsonPath> answers = Phones.of(16)
                .each(IntStream.range(0, 300).boxed().toList(), serial -> new Consumer().claim(lot.code(serial)));
        long spent = answers.stream()
                .mapToLong(answer -> answer.getLong("reward.amountMinor"))
                .sum();

        // 300 of 600 such draws have a standard deviation of 0.4 %.
        assertEquals(rehearsed.getLong("cashMinor.mean"), spent, 0.03 * spent);
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void nothingIsWritten() {
        ShopFixture shop = ShopFixture.fresh("Unmoved");
        String campaign = shop.runningCampaign(600, PRIZES);
        String before = shop.ledgerCheck().prettify();
        shop.post("/api/v1/campaigns/" + campaign + "/rehearse", Map.of("claims", 1_000, "gangShare", 0.1));
        assertEquals(before, shop.ledgerCheck().prettify());
    }

    @Test
    void thePageDrawsEachDay() {
        ShopFixture shop = ShopFixture.fresh("Charted");
        String campaign = shop.runningCampaign(600, PRIZES);
        Response page = shop.asStaff()
                .accept("text/html")
                .body(Map.of("claims", 1_000, "curve", List.of(1, 4, 2), "returningShare", 0.5))
                .post("/api/v1/campaigns/" + campaign + "/rehearse");

        assertEquals(200, page.statusCode());
        assertEquals(3, page.asString().split("<rect", -1).length - 1);
        assertTrue(page.asString().contains("<dt>Members</dt><dd>500</dd>"), page.asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"claims\":0}",
                "{\"claims\":1000001}",
                "{\"claims\":1000,\"claimsPerDay\":1}",
                "{\"claims\":9,\"claimsPerDay\":1,\"curve\":[1]}",
                "{\"claims\":9,\"curve\":[]}",
                "{\"claims\":9,\"curve\":[0,0]}",
                "{\"claims\":9,\"curve\":[-1,2]}",
                "{\"claims\":9,\"returningShare\":1}",
                "{\"claims\":9,\"gangShare\":1.5}"
            })
    void whatMakesNoSenseIsRefused(String body) {
        ShopFixture shop = ShopFixture.fresh("Sensible");
        String campaign = shop.runningCampaign(600, PRIZES);
        Response refused = shop.asStaff().body(body).post("/api/v1/campaigns/" + campaign + "/rehearse");
        assertEquals(400, refused.statusCode(), refused.asString());
        assertEquals(
                "https://yima.dev/problems/invalid-field", refused.jsonPath().getString("type"));
    }
}
