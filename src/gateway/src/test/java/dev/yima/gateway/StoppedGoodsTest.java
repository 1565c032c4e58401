package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people of stores learn of goods that were taken off the market, or are not theirs. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class StoppedGoodsTest {
    @Test
    void aRecallIsToldToTheStoreAsToTheGuest() {
        PinShop shop = PinShop.open("Recalls");
        Consumer boss = shop.hires("STORE");
        String cap = shop.goods().cap(0, 0);
        assertTrue(boss.page("/" + cap, "en").asString().contains("as=guest"));
        shop.market()
                .shop()
                .post("/api/v1/lots/" + shop.goods().bottles().number() + "/freeze", Map.of("reason", "RECALLED"));

        String page = boss.page("/" + cap, "zh").asString();
        String guests = new Consumer().page("/" + cap, "zh").asString();
        for (String word : List.of("召回", "请勿")) {
            assertTrue(page.contains(word) && guests.contains(word), page);
        }
        assertFalse(page.contains("as=guest"), "there is no packet to open");
        assertEquals(
                "RECALLED", boss.get("/api/v1/partner/codes/" + cap).jsonPath().getString("stopReason"));
    }

    @Test
    void whoeverHasACaseThatAnotherOpenedTellsTheBrandFromThePage() {
        PinShop shop = PinShop.open("Fights");
        Consumer first = shop.hires("STORE");
        Consumer second = shop.market().worker(shop.market().store("Second", shop.dealer()), "STORE");
        CampaignFixture.ok(first.post("/api/v1/partner/openings", Map.of("code", shop.box(0))));
        assertFalse(first.page("/" + shop.box(0), "en").asString().contains("tell the brand"));
        assertTrue(second.page("/" + shop.box(0), "en").asString().contains("It is here: tell the brand"));

        Response told = second.form("/partner/open", "en", Map.of("code", shop.box(0), "sure", "yes"));

        assertEquals(409, told.statusCode());
        assertEquals(
                1,
                shop.market()
                        .shop()
                        .asStaff()
                        .get("/api/v1/case-conflicts")
                        .jsonPath()
                        .getList("items")
                        .size());
    }
}
