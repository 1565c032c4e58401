package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key of one brand sees nothing of another's, on any call. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class TenancyTest {
    private static final String PRIZES = "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":10}]";

    @Test
    void anotherBrandsThingsAreNotFound() {
        ShopFixture owner = ShopFixture.fresh("Owner");
        ShopFixture stranger = ShopFixture.fresh("Stranger");
        String product = owner.post("/api/v1/products", Map.of("name", "Water")).getString("id");
        String campaign = owner.runningCampaign(10, PRIZES);
        TestLot lot = owner.activeLot(10, campaign);

        for (String path : List.of(
                "/api/v1/products/" + product,
                "/api/v1/campaigns/" + campaign,
                "/api/v1/campaigns/" + campaign + "/draws",
                "/api/v1/lots/" + lot.number(),
                "/api/v1/codes/" + lot.code(0))) {
            assertEquals(200, owner.asStaff().get(path).statusCode(), path);
            assertEquals(404, stranger.asStaff().get(path).statusCode(), path);
        }
        for (String path : List.of(
                "/api/v1/campaigns/" + campaign + "/publish",
                "/api/v1/campaigns/" + campaign + "/end",
                "/api/v1/campaigns/" + campaign + "/rehearse",
                "/api/v1/lots/" + lot.number() + "/key",
                "/api/v1/lots/" + lot.number() + "/activate",
                "/api/v1/lots/" + lot.number() + "/freeze",
                "/api/v1/lots/" + lot.number() + "/unfreeze",
                "/api/v1/lots/" + lot.number() + "/void")) {
            String body = path.endsWith("rehearse") ? "{\"claims\":5}" : "{}";
            assertEquals(404, stranger.asStaff().body(body).post(path).statusCode(), path);
        }
        assertEquals(
                "ACTIVE",
                owner.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath().getString("state"));
    }

    @Test
    void listsShowOnesOwnOnly() {
        ShopFixture owner = ShopFixture.fresh("Lister");
        ShopFixture stranger = ShopFixture.fresh("Other lister");
        owner.post("/api/v1/products", Map.of("name", "Water"));
        owner.activeLot(10, owner.runningCampaign(10, PRIZES));

        for (String path : List.of("/api/v1/products", "/api/v1/campaigns", "/api/v1/lots")) {
            assertEquals(
                    1, owner.asStaff().get(path).jsonPath().getList("items").size(), path);
            assertTrue(stranger.asStaff().get(path).jsonPath().getList("items").isEmpty(), path);
        }
    }

    @Test
    void aLotCannotBeBoundToAnotherBrandsProductOrCampaign() {
        ShopFixture owner = ShopFixture.fresh("Binder");
        ShopFixture stranger = ShopFixture.fresh("Other binder");
        String product = owner.post("/api/v1/products", Map.of("name", "Water")).getString("id");
        String campaign = owner.runningCampaign(10, PRIZES);

        for (Map<String, String> binding : List.of(Map.of("productId", product), Map.of("campaignId", campaign))) {
            String field = binding.keySet().iterator().next();
            var answer = stranger.asStaff()
                    .body("{\"kind\":\"ITEM_INNER\",\"size\":10,\"" + field + "\":\"" + binding.get(field) + "\"}")
                    .post("/api/v1/lots");
            assertEquals(400, answer.statusCode());
            assertEquals(field, answer.jsonPath().getString("errors[0].field"));
        }
    }

    @Test
    void oneBrandsMoneyIsNotCheckedWithAnothers() {
        ShopFixture quiet = ShopFixture.fresh("Quiet");
        ShopFixture.fresh("Busy").runningCampaign(10, PRIZES);
        assertTrue(quiet.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void aPersonIsAnotherMemberToAnotherBrand() {
        ShopFixture one = ShopFixture.fresh("One");
        ShopFixture two = ShopFixture.fresh("Two");
        TestLot lotOne = one.activeLot(10, one.runningCampaign(10, PRIZES));
        TestLot lotTwo = two.activeLot(10, two.runningCampaign(10, PRIZES));
        Consumer person = new Consumer();

        String memberOfOne = person.claim(lotOne.code(0)).getString("memberId");
        String memberOfTwo = person.claim(lotTwo.code(0)).getString("memberId");
        assertFalse(memberOfOne.equals(memberOfTwo));
        assertEquals(memberOfTwo, person.me().getString("memberId"));
        assertEquals(1, person.me().getList("rewards").size());
        assertEquals(memberOfOne, person.claim(lotOne.code(0)).getString("memberId"));
    }

    @Test
    void staffLearnOfForgeriesOfTheirOwnCodesOnly() {
        ShopFixture owner = ShopFixture.fresh("Printed");
        ShopFixture spy = ShopFixture.fresh("Spy");
        TestLot lot = owner.mintedLot(10, owner.runningCampaign(10, PRIZES));
        String forged = lot.number() + "000000000000";

        assertEquals("UNKNOWN", verdict(owner, forged));
        assertEquals("NOT_ACTIVE", verdict(owner, lot.code(0)));
        assertEquals("NOT_ACTIVE", verdict(spy, forged));
        assertEquals("NOT_ACTIVE", verdict(spy, lot.code(0)));
    }

    private static String verdict(ShopFixture shop, String code) {
        return shop.post("/api/v1/scans", Map.of("code", code)).getString("verdict");
    }

    @Test
    void onlyTheFirstKeyMakesBrands() {
        var refused = ShopFixture.fresh("Follower")
                .asStaff()
                .body("{\"name\":\"Third\"}")
                .post("/api/v1/brands");
        assertEquals(403, refused.statusCode());
        assertEquals("https://yima.dev/problems/forbidden", refused.jsonPath().getString("type"));
    }

    @Test
    void withoutAKeyNothingIsShown() {
        for (String path : List.of(
                "/api/v1/products",
                "/api/v1/campaigns",
                "/api/v1/lots",
                "/api/v1/lots/0C1S",
                "/api/v1/codes/0C1S1YNT84EZMPS4",
                "/api/v1/brand",
                "/api/v1/ledger/check")) {
            assertEquals(401, given().get(path).statusCode(), path);
            for (String key : List.of("Bearer yk_wrong", "Basic YTpi", "Bearer ", "Bearer " + "x".repeat(500))) {
                var answer = given().header("Authorization", key).get(path);
                assertEquals(401, answer.statusCode(), path + " with " + key);
                assertEquals(
                        "https://yima.dev/problems/unauthenticated",
                        answer.jsonPath().getString("type"));
            }
        }
        assertEquals(
                401,
                given().contentType(ContentType.JSON)
                        .body("{\"name\":\"x\"}")
                        .post("/api/v1/brands")
                        .statusCode());
    }
}
