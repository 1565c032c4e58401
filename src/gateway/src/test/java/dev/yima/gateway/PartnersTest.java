package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dealers, stores and the people who work there. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PartnersTest {
    private static final String PARTNERS = "/api/v1/partners";

    @Test
    void aPartnerIsAddedChangedClosedAndOpenedAgain() {
        CampaignFixture market = CampaignFixture.fresh("Partners");
        String dealer = market.dealer("Sichuan", "510100", "510000", "510000");
        String store = market.store("Corner", dealer);
        JsonPath shown = market.shop().asStaff().get(PARTNERS + "/" + dealer).jsonPath();
        assertEquals(List.of("510000", "510100"), shown.getList("territory"));
        assertEquals(
                List.of(store),
                market.shop().asStaff().get(PARTNERS + "?kind=STORE").jsonPath().getList("items.id"));
        Map<String, String> renamed = Map.of("kind", "STORE", "name", "Corner two");
        assertNull(market.shop()
                .asStaff()
                .body(renamed)
                .put(PARTNERS + "/" + store)
                .jsonPath()
                .get("dealerId"));
        Consumer boss = market.worker(store, "STORE");
        assertEquals(200, boss.get("/api/v1/partner").statusCode());
        assertEquals(
                "CLOSED",
                market.shop().post(PARTNERS + "/" + store + "/close", Map.of()).getString("state"));
        assertProblem(boss.get("/api/v1/partner"), 403, "not-a-partner");
        assertEquals(
                "ACTIVE",
                market.shop().post(PARTNERS + "/" + store + "/reopen", Map.of()).getString("state"));
        assertEquals("Corner two", boss.get("/api/v1/partner").jsonPath().getString("posts[0].name"));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        CampaignFixture market = CampaignFixture.fresh("Refusals");
        String dealer = market.dealer("Anywhere");
        String store = market.store("Corner", dealer);
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("kind", "STORE", "name", "x", "territory", List.of("510000")),
                Map.of("kind", "STORE", "name", "x", "dealerId", store),
                Map.of("kind", "DEALER", "name", "x", "dealerId", dealer),
                Map.of("kind", "DEALER", "name", "x", "territory", List.of("990000")),
                Map.of("kind", "DEALER", "name", "x", "territory", List.of("51")),
                Map.of("kind", "DEALER", "name", " "),
                Map.of("name", "x"))) {
            assertProblem(market.shop().asStaff().body(bad).post(PARTNERS), 400, "invalid-field");
        }
        Map<String, Object> other = Map.of("kind", "DEALER", "name", "x");
        assertProblem(market.shop().asStaff().body(other).put(PARTNERS + "/" + store), 400, "invalid-field");
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("role", "DEALER"), Map.of("role", "NOBODY"), Map.of("role", "STORE", "validHours", 0))) {
            assertProblem(
                    market.shop().asStaff().body(bad).post(PARTNERS + "/" + store + "/invitations"),
                    400,
                    "invalid-field");
        }
    }

    @Test
    void anInvitationIsForOnePersonOnceAndAnotherTakesOver() {
        CampaignFixture market = CampaignFixture.fresh("Invitations");
        String store = market.store("Corner", market.dealer("Anywhere"));
        String token = market.invitation(store, Map.of("role", "STORE"));
        Consumer boss = new Consumer();
        CampaignFixture.join(boss, token);
        CampaignFixture.join(boss, token);
        Map<String, Object> late = CampaignFixture.joining(token, "Late");
        assertProblem(new Consumer().post("/api/v1/partner/join", late), 409, "invitation-over");
        Map<String, Object> wrong = CampaignFixture.joining("AAAAAAAAAAAAAAAAAAAAAAAAAAA", "Guess");
        assertProblem(new Consumer().post("/api/v1/partner/join", wrong), 404, "not-found");

        JsonPath made = market.shop().post(PARTNERS + "/" + store + "/invitations", Map.of("role", "STORE"));
        assertTrue(made.getString("qr").startsWith("<svg"), "for a screen");
        String withdrawn = PARTNERS + "/" + store + "/invitations/" + made.getString("id");
        assertEquals(204, market.shop().asStaff().delete(withdrawn).statusCode());
        String url = made.getString("url");
        Map<String, Object> tooLate = CampaignFixture.joining(url.substring(url.lastIndexOf('/') + 1), "x");
        assertProblem(new Consumer().post("/api/v1/partner/join", tooLate), 409, "invitation-over");

        Consumer heir = new Consumer();
        CampaignFixture.join(heir, market.invitation(store, Map.of("role", "STORE", "takesOver", true)));
        assertProblem(boss.get("/api/v1/partner"), 403, "not-a-partner");
        assertEquals("STORE", heir.get("/api/v1/partner").jsonPath().getString("posts[0].role"));
        JsonPath people =
                market.shop().asStaff().get(PARTNERS + "/" + store + "/people").jsonPath();
        assertNull(people.get("[0].leftAt"));
        assertNotNull(people.get("[1].leftAt"), "the past is kept");
        String heirs = PARTNERS + "/" + store + "/people/" + people.getString("[0].id");
        assertEquals(204, market.shop().asStaff().delete(heirs).statusCode());
        assertProblem(heir.get("/api/v1/partner"), 403, "not-a-partner");
        assertEquals(
                3,
                market.shop()
                        .asStaff()
                        .get(PARTNERS + "/" + store + "/invitations")
                        .jsonPath()
                        .getList("items")
                        .size());
    }

    @Test
    void rolesAreDataAndPeopleInviteEachOther() {
        CampaignFixture market = CampaignFixture.fresh("Roles");
        String store = market.store("Restaurant", market.dealer("Anywhere"));
        Map<String, Object> waiter = Map.of("name", "WAITER", "kind", "STORE", "slot", "GUIDE", "may", List.of());
        market.shop().post("/api/v1/partner-roles", waiter);
        assertProblem(market.shop().asStaff().body(waiter).post("/api/v1/partner-roles"), 409, "wrong-state");
        for (String slot : List.of("CONSUMER", "DEALER")) {
            Map<String, Object> bad = Map.of("name", "X", "kind", "STORE", "slot", slot, "may", List.of());
            assertProblem(market.shop().asStaff().body(bad).post("/api/v1/partner-roles"), 400, "invalid-field");
        }
        assertEquals(
                List.of("DEALER", "STORE", "GUIDE", "WAITER"),
                market.shop().asStaff().get("/api/v1/partner-roles").jsonPath().getList("name"));
        Consumer boss = market.worker(store, "STORE");
        String url = CampaignFixture.ok(boss.post("/api/v1/partner/invitations", Map.of("role", "WAITER")))
                .getString("url");
        Consumer colleague = new Consumer();
        CampaignFixture.join(colleague, url.substring(url.lastIndexOf('/') + 1));
        assertEquals("WAITER", colleague.get("/api/v1/partner").jsonPath().getString("posts[0].role"));
        assertProblem(colleague.post("/api/v1/partner/invitations", Map.of("role", "WAITER")), 403, "not-a-partner");
        assertProblem(
                boss.post("/api/v1/partner/invitations", Map.of("role", "STORE", "takesOver", true)),
                400,
                "invalid-field");
        assertProblem(
                new Consumer().post("/api/v1/partner/invitations", Map.of("role", "STORE")), 403, "not-a-partner");
    }

    @Test
    void anotherBrandSeesNothing() {
        CampaignFixture market = CampaignFixture.fresh("Ours");
        String store = market.store("Corner", market.dealer("Anywhere"));
        market.worker(store, "STORE");
        ShopFixture stranger = ShopFixture.fresh("Theirs");
        for (String path : List.of("", "/people", "/invitations")) {
            assertProblem(stranger.asStaff().get(PARTNERS + "/" + store + path), 404, "not-found");
        }
        for (String path : List.of("/close", "/reopen")) {
            assertProblem(stranger.asStaff().post(PARTNERS + "/" + store + path), 404, "not-found");
        }
        assertProblem(
                stranger.asStaff().body(Map.of("role", "STORE")).post(PARTNERS + "/" + store + "/invitations"),
                404,
                "not-found");
        assertProblem(
                stranger.asStaff().body(Map.of("kind", "STORE", "name", "x")).put(PARTNERS + "/" + store),
                404,
                "not-found");
        String person = market.shop()
                .asStaff()
                .get(PARTNERS + "/" + store + "/people")
                .jsonPath()
                .getString("[0].id");
        assertProblem(stranger.asStaff().delete(PARTNERS + "/" + store + "/people/" + person), 404, "not-found");
        assertTrue(stranger.asStaff().get(PARTNERS).jsonPath().getList("items").isEmpty());
        Map<String, Object> foreign = Map.of("kind", "STORE", "name", "x", "dealerId", market.dealer("Another"));
        assertProblem(stranger.asStaff().body(foreign).post(PARTNERS), 400, "invalid-field");
    }

    @Test
    void whoeverIsNoPartnerLearnsNothingAboutACode() {
        CampaignFixture market = CampaignFixture.fresh("Nothing");
        ShopFixture.TestLot boxes = market.shop().lot("CASE_INNER", 5, "");
        String store = market.store("Corner", market.dealer("Anywhere"));
        String forged = boxes.code(0).substring(0, 15) + (boxes.code(0).endsWith("0") ? '1' : '0');
        for (String code : List.of(boxes.code(0), forged, "0000000000000000")) {
            assertProblem(CampaignFixture.open(new Consumer(), code), 403, "not-a-partner");
        }
        Consumer boss = market.worker(store, "STORE");
        assertProblem(CampaignFixture.open(boss, forged), 404, "not-found");
        assertProblem(CampaignFixture.open(boss, boxes.code(0)), 409, "not-on-sale");
        assertProblem(CampaignFixture.open(boss, "no code"), 400, "malformed-code");
        CampaignFixture other = CampaignFixture.fresh("Another brand");
        assertProblem(
                CampaignFixture.open(boss, other.shop().lot("CASE_INNER", 5, "").code(0)), 404, "not-found");
    }
}
