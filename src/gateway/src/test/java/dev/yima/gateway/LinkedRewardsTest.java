package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.CampaignFixture.Goods;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bottle is drunk, and all who sold it are paid. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LinkedRewardsTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private static final String PRIZES = "\"prizes\":[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":100}]";
    private static final String SLOTS = """
            "slots":[{"slot":"STORE","kind":"CASH","amountMinor":10},
                {"slot":"GUIDE","kind":"POINTS","points":3},
                {"slot":"DEALER","kind":"CASH","amountMinor":5}]""";

    private static String campaign(String slots) {
        return "{\"name\":\"Linked\",\"claims\":100," + PRIZES + "," + slots + "}";
    }

    @BeforeEach
    void onOneDay() {
        ChinaDay.lasts(Duration.ofMinutes(2));
    }

    @Test
    void oneScanPaysTheConsumerTheStoreTheGuideAndTheDealer() {
        CampaignFixture market = CampaignFixture.fresh("One scan");
        String dealer = market.dealer("Sichuan", "510000");
        String store = market.store("Corner", dealer);
        Goods goods = market.goods(4, 6, market.shop().runningCampaign(campaign(SLOTS)));
        Consumer boss = market.worker(store, "STORE");
        Consumer guide = market.worker(store, "GUIDE");
        Consumer agent = market.worker(dealer, "DEALER");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(1)));
        assertEquals(
                true,
                CampaignFixture.ok(guide.post(
                                "/api/v1/partner/guides",
                                Map.of("code", goods.boxes().code(1))))
                        .getBoolean("mine"));

        Consumer guest = new Consumer();
        for (int n = 0; n < 6; n++) {
            assertEquals("GENUINE_FIRST", guest.claim(goods.cap(1, n)).getString("verdict"));
        }
        JsonPath bossEarned = CampaignFixture.ok(boss.get("/api/v1/partner"));
        assertEquals(60, bossEarned.getInt("today[0].amountMinor"));
        assertEquals(6, bossEarned.getInt("month[0].rewards"));
        assertEquals("STORE", bossEarned.getString("latest[0].slot"));
        assertEquals(18, CampaignFixture.ok(guide.get("/api/v1/partner")).getInt("today[0].points"));
        assertEquals(18, guide.me().getInt("points"));
        assertEquals(30, CampaignFixture.ok(agent.get("/api/v1/partner")).getInt("today[0].amountMinor"));
        assertTrue(
                market.shop().ledgerCheck().getBoolean("balanced"),
                () -> market.shop().ledgerCheck().prettify());

        guest.claim(goods.cap(0, 0));
        assertEquals(
                60, CampaignFixture.ok(boss.get("/api/v1/partner")).getInt("today[0].amountMinor"), "nobody opened it");
        assertEquals(30, CampaignFixture.ok(agent.get("/api/v1/partner")).getInt("today[0].amountMinor"));
        guest.claim(goods.cap(1, 0));
        new Consumer().claim(goods.cap(1, 0));
        assertEquals(
                6, CampaignFixture.ok(boss.get("/api/v1/partner")).getInt("today[0].rewards"), "once for each cap");
    }

    @Test
    void aSecondStoreIsRefusedAndStaffSeeTheMatter() {
        CampaignFixture market = CampaignFixture.fresh("Two stores");
        String dealer = market.dealer("Anywhere");
        String first = market.store("First", dealer);
        String second = market.store("Second", dealer);
        Goods goods = market.goods(2, 6, market.shop().runningCampaign(campaign(SLOTS)));
        String box = goods.boxes().code(0);
        Consumer mine = market.worker(first, "STORE");
        Consumer theirs = market.worker(second, "STORE");
        JsonPath opened = CampaignFixture.ok(CampaignFixture.open(mine, box));
        assertEquals(first, opened.getString("partnerId"));
        assertNull(opened.get("reward"));
        assertEquals(
                opened.getString("openedAt"),
                CampaignFixture.ok(CampaignFixture.open(mine, box)).getString("openedAt"));
        Response refused = CampaignFixture.open(theirs, box);
        assertProblem(refused, 409, "case-opened");
        CampaignFixture.open(theirs, box);
        List<Map<String, Object>> conflicts =
                market.shop().asStaff().get("/api/v1/case-conflicts").jsonPath().getList("items");
        assertEquals(1, conflicts.size());
        assertEquals(
                List.of(box, second, first),
                List.of(
                        conflicts.get(0).get("code"),
                        conflicts.get(0).get("storeId"),
                        conflicts.get(0).get("openedBy")));
        List<Map<String, Object>> openings = market.shop()
                .asStaff()
                .get("/api/v1/case-openings?store=" + first)
                .jsonPath()
                .getList("items");
        assertEquals(box, openings.get(0).get("code"));
        ShopFixture stranger = ShopFixture.fresh("A stranger");
        for (String path : List.of("/api/v1/case-conflicts", "/api/v1/case-openings")) {
            assertTrue(stranger.asStaff().get(path).jsonPath().getList("items").isEmpty(), path);
        }
    }

    @Test
    void anOpenedCasePaysItsRewardOnce() {
        CampaignFixture market = CampaignFixture.fresh("Opening");
        String store = market.store("Corner", market.dealer("Anywhere"));
        String opening = market.shop().runningCampaign(20, "[{\"kind\":\"CASH\",\"amountMinor\":300,\"count\":20}]");
        ShopFixture.TestLot boxes = market.shop().lot("CASE_INNER", 5, opening);
        market.shop().post("/api/v1/lots/" + boxes.number() + "/activate", Map.of());
        Consumer boss = market.worker(store, "STORE");
        Consumer colleague = market.worker(store, "STORE");
        assertEquals(
                300,
                CampaignFixture.ok(CampaignFixture.open(boss, boxes.code(0))).getInt("reward.amountMinor"));
        assertEquals(
                300,
                CampaignFixture.ok(CampaignFixture.open(boss, boxes.code(0))).getInt("reward.amountMinor"));
        assertNull(CampaignFixture.ok(CampaignFixture.open(colleague, boxes.code(0)))
                .get("reward"));
        assertNull(boss.claim(boxes.code(0)).get("reward"), "a case's code pays no consumer");
        assertEquals(1, boss.me().getList("rewards").size());
        assertTrue(
                market.shop().ledgerCheck().getBoolean("balanced"),
                () -> market.shop().ledgerCheck().prettify());
    }

    @Test
    void aStoresOwnPeopleEarnItNothing() {
        CampaignFixture market = CampaignFixture.fresh("Own caps");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Goods goods = market.goods(2, 6, market.shop().runningCampaign(campaign(SLOTS)));
        Consumer boss = market.worker(store, "STORE");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        assertEquals(100, boss.claim(goods.cap(0, 0)).getInt("reward.amountMinor"), "a packet is a packet");
        JsonPath story =
                market.shop().asStaff().get("/api/v1/codes/" + goods.cap(0, 0)).jsonPath();
        assertEquals(List.of("CONSUMER"), story.getList("claims.slot"));
        assertEquals(List.of("STORE", "GUIDE"), story.getList("keptBack.slot"));
        assertEquals("SAME_PERSON", story.getString("keptBack[0].rule"));

        Consumer twin = new Consumer("A phone of the shop");
        CampaignFixture.join(twin, market.invitation(store, Map.of("role", "GUIDE")));
        assertEquals(200, twin.get("/api/v1/partner").statusCode());
        new Consumer("A phone of the shop").claim(goods.cap(0, 1));
        assertEquals("SAME_DEVICE", keptBack(market, goods.cap(0, 1)));
        assertEquals(200, twin.get("/api/v1/partner", "61.139.2.69").statusCode());
        new Consumer("A phone of the shop").claim(goods.cap(0, 4));
        assertEquals("SAME_DEVICE", keptBack(market, goods.cap(0, 4)), "one look from elsewhere hides nothing");
        new Consumer().claim(goods.cap(0, 2));
        assertNull(keptBack(market, goods.cap(0, 2)), "guests use the store's network");
        assertEquals(
                200,
                market.shop()
                        .asStaff()
                        .body(Map.of("selfScan", "SAME_NETWORK"))
                        .patch("/api/v1/brand")
                        .statusCode());
        new Consumer().claim(goods.cap(0, 3));
        assertEquals("SAME_NETWORK", keptBack(market, goods.cap(0, 3)));
    }

    @Test
    void whoeverLeftIsAGuest() {
        CampaignFixture market = CampaignFixture.fresh("Leavers");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Goods goods = market.goods(1, 4, market.shop().runningCampaign(campaign(SLOTS)));
        CampaignFixture.ok(CampaignFixture.open(
                market.worker(store, "STORE"), goods.boxes().code(0)));
        Consumer guide = new Consumer("A phone that leaves");
        CampaignFixture.join(guide, market.invitation(store, Map.of("role", "GUIDE")));
        assertEquals(200, guide.get("/api/v1/partner").statusCode());
        guide.claim(goods.cap(0, 0));
        assertEquals("SAME_PERSON", keptBack(market, goods.cap(0, 0)));
        new Consumer("A phone that leaves").claim(goods.cap(0, 1));
        assertEquals("SAME_DEVICE", keptBack(market, goods.cap(0, 1)));
        String people = "/api/v1/partners/" + store + "/people";
        String id = market.shop().asStaff().get(people).jsonPath().getString("find { it.role == 'GUIDE' }.id");
        assertEquals(204, market.shop().asStaff().delete(people + "/" + id).statusCode());
        guide.claim(goods.cap(0, 2));
        assertNull(keptBack(market, goods.cap(0, 2)), "nobody's colleague any more");
        new Consumer("A phone that leaves").claim(goods.cap(0, 3));
        assertNull(keptBack(market, goods.cap(0, 3)), "nor is their phone");
    }

    @Test
    void aTraceIsKeptADay() {
        CampaignFixture market = CampaignFixture.fresh("Traces");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Goods goods = market.goods(1, 3, market.shop().runningCampaign(campaign(SLOTS)));
        Consumer boss = new Consumer("A phone that comes once");
        CampaignFixture.join(boss, market.invitation(store, Map.of("role", "STORE")));
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        new Consumer("A phone that comes once").claim(goods.cap(0, 0));
        assertEquals("SAME_DEVICE", keptBack(market, goods.cap(0, 0)));
        String his = " WHERE member_id IN (SELECT member_id FROM partner_employee WHERE partner_id = '" + store + "')";
        pool.query("UPDATE employee_pseudonym SET seen_at = seen_at - interval '1 day'" + his)
                .execute()
                .await()
                .indefinitely();
        new Consumer("A phone that comes once").claim(goods.cap(0, 1));
        assertNull(keptBack(market, goods.cap(0, 1)), "a day later it tells nothing");
        assertEquals(200, boss.get("/api/v1/partner", "61.139.2.69").statusCode());
        assertEquals(
                1,
                pool.query("SELECT 1 FROM employee_pseudonym" + his)
                        .execute()
                        .await()
                        .indefinitely()
                        .size(),
                "what is old is gone");
    }

    @Test
    void aGuideClaimsAfterTheGuest() {
        CampaignFixture market = CampaignFixture.fresh("Waiters");
        String store = market.store("Restaurant", market.dealer("Anywhere"));
        Goods goods = market.goods(2, 6, market.shop().runningCampaign(campaign(SLOTS)));
        Consumer boss = market.worker(store, "STORE");
        Consumer waiter = market.worker(store, "GUIDE");
        Consumer other = market.worker(store, "GUIDE");
        String cap = goods.cap(0, 0);
        assertProblem(claim(waiter, cap), 409, "no-guest-yet");
        Consumer guest = new Consumer();
        guest.claim(cap);
        assertProblem(claim(waiter, cap), 409, "not-your-case");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        assertEquals(3, CampaignFixture.ok(claim(waiter, cap)).getInt("points"));
        assertEquals(3, CampaignFixture.ok(claim(waiter, cap)).getInt("points"), "the same again is answered the same");
        assertProblem(claim(other, cap), 409, "other-guide");
        assertProblem(claim(guest, cap), 403, "not-a-partner");
        assertProblem(claim(boss, cap), 403, "not-a-partner");
        assertEquals(3, waiter.me().getInt("points"));

        boss.claim(goods.cap(0, 1));
        assertProblem(claim(waiter, goods.cap(0, 1)), 409, "own-people");
        assertTrue(
                market.shop().ledgerCheck().getBoolean("balanced"),
                () -> market.shop().ledgerCheck().prettify());
    }

    @Test
    void aLadderIsClimbedOnceHoweverManyClaimAtOnce() throws Exception {
        CampaignFixture market = CampaignFixture.fresh("Ladder");
        String store = market.store("Corner", market.dealer("Anywhere"));
        String ladder = """
                "slots":[{"slot":"STORE","kind":"CASH","amountMinor":10},
                    {"slot":"STORE","n":10,"per":"MONTH","kind":"CASH","amountMinor":500,"count":1}]""";
        Goods goods = market.goods(1, 24, market.shop().runningCampaign(campaign(ladder)));
        Consumer boss = market.worker(store, "STORE");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        Phones.of(8)
                .each(
                        IntStream.range(0, 24).boxed().toList(),
                        n -> new Consumer().claim(goods.cap(0, n)).getString("verdict"));
        assertEquals(
                23 * 10 + 500,
                CampaignFixture.ok(boss.get("/api/v1/partner")).getInt("month[0].amountMinor"),
                "the tenth cap");
        assertTrue(
                market.shop().ledgerCheck().getBoolean("balanced"),
                () -> market.shop().ledgerCheck().prettify());
    }

    @Test
    void aClaimThatFollowsNoneIsSeen() {
        CampaignFixture market = CampaignFixture.fresh("Forged");
        Goods goods = market.goods(1, 2, market.shop().runningCampaign(campaign(SLOTS)));
        new Consumer().claim(goods.cap(0, 0));
        String forged = """
                INSERT INTO claim (lot, serial, slot, id, brand_id, member_id, campaign_id, claimed_at, linked_to)
                SELECT lot, serial + 1, 'STORE', gen_random_uuid(), brand_id, member_id, campaign_id, claimed_at, id
                FROM claim WHERE lot = $1""";
        pool.preparedQuery(forged)
                .execute(Tuple.of(goods.bottles().codec().lot().value()))
                .await()
                .atMost(Duration.ofSeconds(10));
        List<String> broken = market.shop().ledgerCheck().getList("laws.findAll { !it.holds }.name");
        assertEquals(List.of("linked-claims-follow-one"), broken);
        String keptBack = """
                INSERT INTO withheld_reward (lot, serial, slot, brand_id, partner_id, rule, withheld_at)
                SELECT lot, serial, slot, brand_id, gen_random_uuid(), 'SAME_PERSON', now() FROM claim
                WHERE lot = $1 AND slot = 'STORE' LIMIT 1""";
        pool.preparedQuery(keptBack)
                .execute(Tuple.of(goods.bottles().codec().lot().value()))
                .await()
                .atMost(Duration.ofSeconds(10));
        assertEquals(
                List.of("linked-claims-follow-one", "kept-back-slots-are-not-paid"),
                market.shop().ledgerCheck().getList("laws.findAll { !it.holds }.name"));
    }

    private static String keptBack(CampaignFixture market, String cap) {
        return market.shop().asStaff().get("/api/v1/codes/" + cap).jsonPath().getString("keptBack[0].rule");
    }

    private static Response claim(Consumer person, String cap) {
        return person.post("/api/v1/partner/claims", Map.of("code", cap));
    }

    static void assertProblem(Response answer, int status, String type) {
        assertEquals(status, answer.statusCode(), answer.asString());
        assertTrue(answer.jsonPath().getString("type").endsWith("/" + type), answer.asString());
    }
}
