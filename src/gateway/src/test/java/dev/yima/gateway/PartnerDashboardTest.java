package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People find the page of where they work, whatever they looked at since. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PartnerDashboardTest {
    private static final String SELF = "/api/v1/partner";
    private static final String COUPON =
            "[{\"kind\":\"COUPON\",\"title\":\"One more\",\"validDays\":9,\"storeFeeMinor\":50,\"count\":2}]";
    private static final int EMPLOYERS_MAX = 8;

    /** A brand with a store. */
    private record Place(CampaignFixture market, String store) {
        static Place open(String name) {
            CampaignFixture market = CampaignFixture.fresh(name);
            return new Place(market, market.store("The corner of " + name, market.dealer("Anywhere")));
        }

        void hires(Consumer person) {
            CampaignFixture.join(person, market.invitation(store, Map.of("role", "STORE")));
        }

        void shows(Consumer person) {
            person.look(market.shop().activeLot(1, "").code(0));
        }
    }

    @Test
    void whoeverLooksAtAnotherBrandStillFindsTheirPage() {
        Place ours = Place.open("Brand A");
        Place theirs = Place.open("Brand B");
        ShopFixture shop = ours.market.shop();
        ShopFixture.TestLot coupons = shop.activeLot(2, shop.runningCampaign(2, COUPON));
        List<String> codes = List.of(0, 1).stream()
                .map(n -> new Consumer().claim(coupons.code(n)).getString("reward.couponCode"))
                .toList();
        Consumer boss = new Consumer();
        theirs.shows(boss);
        ours.hires(boss);
        theirs.shows(boss);
        JsonPath self = CampaignFixture.ok(boss.get(SELF));
        assertEquals("Brand A", self.getString("brand"));
        assertEquals(List.of(), self.getList("otherBrands"));
        String page = boss.get("/partner").asString();
        assertTrue(page.contains("The corner of Brand A"), page);
        assertFalse(page.contains("I also work for"), page);

        assertEquals(
                50,
                CampaignFixture.ok(boss.post(SELF + "/coupons/" + codes.get(0) + "/redeem", Map.of()))
                        .getInt("storeFeeMinor"));
        assertEquals(
                201, boss.post(SELF + "/invitations", Map.of("role", "GUIDE")).statusCode());
        assertEquals(
                "Brand B",
                theirs.market.shop().asStaff().get("/api/v1/brand").jsonPath().getString("name"));
        assertProblem(boss.get(SELF + "?brand=" + UUID.randomUUID()), 403, "not-a-partner");
        assertEquals(403, boss.get("/partner?brand=" + UUID.randomUUID()).statusCode());
        assertEquals(200, boss.get("/partner?brand=nonsense").statusCode());
        assertProblem(new Consumer().get(SELF), 403, "not-a-partner");
    }

    @Test
    void whoeverWorksForSeveralBrandsHasAPageForEach() {
        Place one = Place.open("Brand One");
        Place two = Place.open("Brand Two");
        Place three = Place.open("Brand Three");
        Consumer person = new Consumer();
        one.hires(person);
        two.hires(person);
        JsonPath self = CampaignFixture.ok(person.get(SELF));
        assertEquals("Brand Two", self.getString("brand"), "the one met last");
        assertEquals(List.of("Brand One"), self.getList("otherBrands.name"));
        String first = self.getString("otherBrands[0].id");
        assertEquals(
                "Brand One",
                CampaignFixture.ok(person.get(SELF + "?brand=" + first)).getString("brand"));
        three.shows(person);
        String page = person.get("/partner").asString();
        assertTrue(page.contains("The corner of Brand Two"), "they work there since last: " + page);
        assertTrue(page.contains("<a href=\"/partner?brand=" + first + "\">Brand One</a>"), page);
        assertTrue(person.get("/partner?brand=" + first).asString().contains("The corner of Brand One"));

        String people = "/api/v1/partners/" + two.store + "/people";
        String post = two.market.shop().asStaff().get(people).jsonPath().getString("[0].id");
        two.market.shop().asStaff().delete(people + "/" + post);
        JsonPath after = CampaignFixture.ok(person.get(SELF));
        assertEquals("Brand One", after.getString("brand"), "they have left the other");
        assertEquals(List.of(), after.getList("otherBrands"));
    }

    @Test
    void aCouponIsRedeemedWithTheBrandOfThePage() {
        Place one = Place.open("Brand One");
        Place two = Place.open("Brand Two");
        ShopFixture shop = one.market.shop();
        ShopFixture.TestLot lot = shop.activeLot(2, shop.runningCampaign(2, COUPON));
        String coupon = new Consumer().claim(lot.code(0)).getString("reward.couponCode");
        Consumer person = new Consumer();
        one.hires(person);
        two.hires(person);
        String redeem = SELF + "/coupons/" + coupon + "/redeem";
        assertProblem(person.post(redeem, Map.of()), 404, "not-found");
        String first = CampaignFixture.ok(person.get(SELF)).getString("otherBrands[0].id");
        String page = person.get("/partner?brand=" + first).asString();
        assertTrue(page.contains("<input type=\"hidden\" name=\"brand\" value=\"" + first + "\">"), page);
        assertEquals(200, person.post(redeem + "?brand=" + first, Map.of()).statusCode());
    }

    @Test
    void soManyEmployersAreRememberedAndNoneIsForged() {
        String cookie = "";
        for (int n = 0; n < EMPLOYERS_MAX + 2; n++) {
            Place place = Place.open("Brand " + n);
            String token = place.market.invitation(place.store, Map.of("role", "STORE"));
            cookie = given().contentType(ContentType.JSON)
                    .cookie("yima_member", cookie)
                    .body(CampaignFixture.joining(token, "Busy"))
                    .post(SELF + "/join")
                    .cookie("yima_member");
            assertTrue(cookie.length() <= 264, cookie);
        }
        JsonPath self = CampaignFixture.ok(given().cookie("yima_member", cookie).get(SELF));
        assertEquals("Brand 9", self.getString("brand"));
        assertEquals(
                List.of("Brand 8", "Brand 7", "Brand 6", "Brand 5", "Brand 4", "Brand 3", "Brand 2"),
                self.getList("otherBrands.name"));
        for (int at = 0; at < cookie.length() - 1; at++) {
            char other = cookie.charAt(at) == 'A' ? 'B' : 'A';
            String forged = cookie.substring(0, at) + other + cookie.substring(at + 1);
            assertProblem(given().cookie("yima_member", forged).get(SELF), 403, "not-a-partner");
        }
        for (int length : List.of(0, 4, 42, 43, 64, 86, 107, 128, cookie.length() - 1)) {
            assertProblem(
                    given().cookie("yima_member", cookie.substring(0, length)).get(SELF), 403, "not-a-partner");
        }
        assertProblem(given().cookie("yima_member", cookie + "AAAA").get(SELF), 403, "not-a-partner");
    }
}
