package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who invites whom, and that nobody is invited unseen. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class InvitationsTest {
    private static final String MINE = "/api/v1/partner/invitations";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OPEN_MAX = 50;
    private static final int PEOPLE_MAX = 1_000;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void soManyAreOpenThatEachIsSeen() throws Exception {
        CampaignFixture market = CampaignFixture.fresh("Many");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer boss = market.worker(store, "STORE");
        List<String> ids = Collections.synchronizedList(new ArrayList<>());
        Phones.of(8).each(IntStream.range(0, OPEN_MAX + 6).boxed().toList(), n -> {
            Response made = n % 2 == 0 ? boss.post(MINE, Map.of("role", "GUIDE")) : invite(market, store);
            if (made.statusCode() == 201) {
                ids.add(made.jsonPath().getString("id"));
            } else {
                assertProblem(made, 409, "too-many-invitations");
            }
            return n;
        });
        assertEquals(OPEN_MAX, ids.size(), "however many ask at once");
        assertEquals(
                201,
                invite(market, market.store("Next door", market.dealer("Another")))
                        .statusCode());
        Collections.sort(ids);
        assertEquals(ids, pages(market, store, "open=true&limit=7"));

        market.shop().asStaff().delete(invitations(store) + "/" + ids.get(0));
        assertEquals(ids.subList(1, OPEN_MAX), pages(market, store, "open=true&limit=49"));
        assertEquals(201, invite(market, store).statusCode(), "one was taken back");
        assertProblem(boss.post(MINE, Map.of("role", "GUIDE")), 409, "too-many-invitations");
        expire(ids.get(1));
        assertEquals(201, boss.post(MINE, Map.of("role", "GUIDE")).statusCode(), "one has expired");
        assertProblem(invite(market, store), 409, "too-many-invitations");
        List<String> all = pages(market, store, "limit=20");
        assertEquals(1 + OPEN_MAX + 2, all.size(), "the boss's own, and those that are over");
        assertTrue(all.containsAll(ids), "nothing is hidden");
    }

    @Test
    void nobodyJoinsWhereAThousandWork() {
        CampaignFixture market = CampaignFixture.fresh("Crowded");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer boss = market.worker(store, "STORE");
        crowd(store, PEOPLE_MAX - 2);
        Consumer guide = market.worker(store, "GUIDE");

        String token = market.invitation(store, Map.of("role", "GUIDE"));
        Consumer late = new Consumer();
        assertProblem(
                late.post("/api/v1/partner/join", CampaignFixture.joining(token, "Late")), 409, "too-many-employees");
        late.look(market.shop()
                .activeLot(1, market.shop().runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]"))
                .code(0));
        assertTrue(late.form("/join/" + token, "en", Map.of("name", "Late", "pin", CampaignFixture.PIN))
                .asString()
                .contains("As many people as there can be"));
        CampaignFixture.join(guide, market.invitation(store, Map.of("role", "GUIDE")));
        JsonPath people = market.shop()
                .asStaff()
                .get("/api/v1/partners/" + store + "/people")
                .jsonPath();
        assertEquals("GUIDE", people.getString("[0].role"));
        market.shop().asStaff().delete("/api/v1/partners/" + store + "/people/" + people.getString("[0].id"));
        CampaignFixture.join(late, token);
        assertEquals(201, boss.post(MINE, Map.of("role", "GUIDE")).statusCode());
    }

    private void crowd(String store, int people) {
        pool.preparedQuery("""
                        INSERT INTO partner_employee (id, brand_id, partner_id, role_id, member_id, name, joined_at)
                        SELECT gen_random_uuid(), p.brand_id, p.id, r.id, gen_random_uuid(), 'One of many', now()
                        FROM partner p JOIN partner_role r ON r.brand_id IS NULL AND r.name = 'GUIDE',
                            generate_series(1, $2)
                        WHERE p.id = $1""")
                .execute(Tuple.of(UUID.fromString(store), people))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void everyInvitationSaysWhoMadeIt() {
        CampaignFixture market = CampaignFixture.fresh("Makers");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer boss = new Consumer();
        String token = market.invitation(store, Map.of("role", "STORE"));
        CampaignFixture.ok(boss.post("/api/v1/partner/join", CampaignFixture.joining(token, "Wang Fang")));
        CampaignFixture.ok(boss.post(MINE, Map.of("role", "GUIDE")));
        JsonPath listed = market.shop().asStaff().get(invitations(store)).jsonPath();
        JsonPath people = market.shop()
                .asStaff()
                .get("/api/v1/partners/" + store + "/people")
                .jsonPath();
        assertEquals(List.of("STORE", "GUIDE"), listed.getList("items.role"));
        assertEquals(people.getString("[0].id"), listed.getString("items[1].madeBy"));
        assertEquals("Wang Fang", listed.getString("items[1].madeByName"));
        String key = market.shop().asStaff().get("/api/v1/keys").jsonPath().getString("items[0].id");
        assertEquals(key, listed.getString("items[0].madeBy"));
        assertNotNull(listed.getString("items[0].acceptedAt"));
        assertNull(listed.get("next"));
        assertProblem(market.shop().asStaff().get(invitations(store) + "?limit=201"), 400, "invalid-field");
    }

    /** Seen red with invitations that looked at employees only. */
    @Test
    void whatAStolenKeyInvitedEndsWithTheKey() {
        CampaignFixture market = CampaignFixture.fresh("Stolen key");
        String store = market.store("Corner", market.dealer("Anywhere"));
        JsonPath key = market.shop().post("/api/v1/keys", Map.of("role", "STAFF", "name", "Stolen"));
        Map<String, Object> asked = Map.of("role", "STORE");
        String url = new ShopFixture(key.getString("key"))
                .post(invitations(store), asked)
                .getString("url");
        String honest = market.invitation(store, asked);
        assertEquals(
                204,
                market.shop()
                        .asStaff()
                        .delete("/api/v1/keys/" + key.getString("id"))
                        .statusCode());
        Map<String, Object> join =
                CampaignFixture.joining(url.substring(url.lastIndexOf('/') + 1), "A friend of the thief");
        assertProblem(new Consumer().post("/api/v1/partner/join", join), 409, "invitation-over");
        CampaignFixture.join(new Consumer(), honest);
    }

    @Test
    void aRoleInvitesIntoThoseThatMayDoNoMore() {
        CampaignFixture market = CampaignFixture.fresh("Ranks");
        String dealer = market.dealer("Anywhere");
        String store = market.store("Restaurant", dealer);
        role(market, "MANAGER", List.of("INVITE", "REDEEM"));
        role(market, "HIRER", List.of("INVITE"));
        role(market, "CASHIER", List.of("REDEEM"));
        role(market, "DISHWASHER", List.of());
        Consumer manager = market.worker(store, "MANAGER");
        for (String role : List.of("MANAGER", "HIRER", "CASHIER", "DISHWASHER")) {
            assertEquals(201, manager.post(MINE, Map.of("role", role)).statusCode(), role);
        }
        for (String role : List.of("STORE", "GUIDE")) {
            assertProblem(manager.post(MINE, Map.of("role", role)), 403, "role-above-yours");
        }
        for (String role : List.of("DEALER", "NOBODY")) {
            assertProblem(manager.post(MINE, Map.of("role", role)), 400, "invalid-field");
        }
        Consumer boss = market.worker(store, "STORE");
        for (String role : List.of("STORE", "GUIDE", "MANAGER", "DISHWASHER")) {
            assertEquals(201, boss.post(MINE, Map.of("role", role)).statusCode(), role);
            assertEquals(
                    201,
                    market.shop()
                            .asStaff()
                            .body(Map.of("role", role))
                            .post(invitations(store))
                            .statusCode());
        }
        Consumer both = market.worker(store, "GUIDE");
        CampaignFixture.join(both, market.invitation(store, Map.of("role", "HIRER")));
        assertProblem(both.post(MINE, Map.of("role", "GUIDE")), 403, "role-above-yours");
        assertEquals(201, both.post(MINE, Map.of("role", "DISHWASHER")).statusCode());
        assertProblem(market.worker(store, "CASHIER").post(MINE, Map.of("role", "DISHWASHER")), 403, "not-a-partner");
    }

    @Test
    void whoeverWorksAtDealerAndStoreInvitesToWhereTheRoleIs() {
        CampaignFixture market = CampaignFixture.fresh("Both");
        String dealer = market.dealer("Sichuan");
        String store = market.store("Corner", dealer);
        Consumer both = market.worker(dealer, "DEALER");
        CampaignFixture.join(both, market.invitation(store, Map.of("role", "STORE")));
        assertEquals(201, both.post(MINE, Map.of("role", "GUIDE")).statusCode());
        assertEquals(201, both.post(MINE, Map.of("role", "DEALER")).statusCode());
        assertEquals(
                List.of("STORE", "GUIDE"),
                market.shop().asStaff().get(invitations(store)).jsonPath().getList("items.role"));
        assertEquals(
                List.of("DEALER", "DEALER"),
                market.shop().asStaff().get(invitations(dealer)).jsonPath().getList("items.role"));
    }

    private static void role(CampaignFixture market, String name, List<String> may) {
        market.shop().post("/api/v1/partner-roles", Map.of("name", name, "kind", "STORE", "may", may));
    }

    private static Response invite(CampaignFixture market, String store) {
        return market.shop().asStaff().body(Map.of("role", "STORE")).post(invitations(store));
    }

    private static String invitations(String partner) {
        return "/api/v1/partners/" + partner + "/invitations";
    }

    /** All ids, page by page. */
    private static List<String> pages(CampaignFixture market, String store, String query) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = market.shop()
                    .asStaff()
                    .get(invitations(store) + "?" + query + after)
                    .jsonPath();
            ids.addAll(page.getList("items.id"));
            after = page.get("next") == null ? null : "&after=" + page.getString("next");
        }
        return ids;
    }

    private void expire(String id) {
        pool.preparedQuery("UPDATE invitation SET expires_at = now() WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(id)))
                .await()
                .atMost(PATIENCE);
    }
}
