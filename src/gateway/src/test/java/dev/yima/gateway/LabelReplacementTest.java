package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A case whose label was printed again is the same case: who opened it has opened it, and its reward is paid once. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LabelReplacementTest {
    private static final String REPLACE = "/api/v1/packs/replace";
    private static final String GUIDES = "/api/v1/partner/guides";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String BOTTLES = """
            {"name":"Bottles","claims":100,"prizes":[{"kind":"POINTS","points":1,"count":100}],
             "slots":[{"slot":"STORE","kind":"POINTS","points":10},{"slot":"GUIDE","kind":"POINTS","points":3}]}""";
    private static final String OPENINGS = "[{\"kind\":\"POINTS\",\"points\":200,\"count\":100}]";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    /** Cases of bottles by arithmetic, whose opening pays, and labels to replace theirs. */
    private record Depot(
            CampaignFixture market, TestLot boxes, TestLot bottles, TestLot labels, String dealer, String store) {
        static final int EACH = 6;

        static Depot fresh(String name) {
            CampaignFixture market = CampaignFixture.fresh(name);
            ShopFixture shop = market.shop();
            String openings = shop.runningCampaign(100, OPENINGS);
            TestLot boxes = shop.activeLotOf("CASE_INNER", 20, openings);
            TestLot bottles = shop.lot(
                    "ITEM_INNER",
                    20 * EACH,
                    Map.of("campaignId", shop.runningCampaign(BOTTLES), "parent", boxes.number(), "pack", EACH));
            shop.post("/api/v1/lots/" + bottles.number() + "/activate", Map.of());
            TestLot labels = shop.activeLotOf("CASE_INNER", 20, openings);
            String dealer = market.dealer("Anywhere");
            return new Depot(market, boxes, bottles, labels, dealer, market.store("Corner", dealer));
        }

        String cap(int box, int n) {
            return bottles.code(box * EACH + n);
        }

        Response replace(String old, String fresh) {
            return market.shop()
                    .asStaff()
                    .body(Map.of("old", old, "new", fresh))
                    .post(REPLACE);
        }

        boolean isBalanced() {
            return market.shop().ledgerCheck().getBoolean("balanced");
        }
    }

    private static int points(Consumer person) {
        return person.me().getInt("points");
    }

    @Test
    void anOpenedCaseKeepsItsStoreAndItsGuideUnderANewLabelAndPaysItsOpeningOnce() {
        Depot depot = Depot.fresh("Printed again");
        Consumer boss = depot.market.worker(depot.store, "STORE");
        Consumer guide = depot.market.worker(depot.store, "GUIDE");
        Consumer rival = depot.market.worker(depot.market.store("Rival", depot.dealer), "STORE");
        String old = depot.boxes.code(0);
        String label = depot.labels.code(0);
        JsonPath opened = CampaignFixture.ok(CampaignFixture.open(boss, old));
        assertEquals(200, opened.getInt("reward.points"));
        assertEquals(
                true,
                CampaignFixture.ok(guide.post(GUIDES, Map.of("code", old))).getBoolean("mine"));
        assertEquals(
                Depot.EACH,
                CampaignFixture.ok(depot.replace(old, label)).getInt("relinked"),
                "the bottles are in the new one");

        new Consumer().claim(depot.cap(0, 0));
        assertEquals(210, points(boss), "the store is paid for the bottle");
        assertEquals(3, points(guide));
        JsonPath again = CampaignFixture.ok(CampaignFixture.open(boss, label));
        assertEquals(opened.getString("openedAt"), again.getString("openedAt"));
        assertNull(again.get("reward"), "the opening paid under the old label");
        assertEquals(
                200,
                CampaignFixture.ok(CampaignFixture.open(boss, old)).getInt("reward.points"),
                "asking again is answered alike");
        assertProblem(CampaignFixture.open(rival, label), 409, "case-opened");
        assertEquals(210, points(boss));

        CampaignFixture.ok(depot.replace(label, depot.labels.code(1)));
        new Consumer().claim(depot.cap(0, 1));
        assertEquals(220, points(boss), "and after one more label");
        assertEquals(6, points(guide));
        assertNull(CampaignFixture.ok(CampaignFixture.open(boss, depot.labels.code(1)))
                .get("reward"));
        List<Map<String, Object>> openings = depot.market
                .shop()
                .asStaff()
                .get("/api/v1/case-openings")
                .jsonPath()
                .getList("items.findAll { it.inheritedFrom != null }");
        assertEquals(
                List.of(old, old),
                openings.stream().map(one -> one.get("inheritedFrom")).toList());
        assertTrue(depot.isBalanced());
    }

    @Test
    void aLabelWhosePlaceAnotherTookOpensNothing() {
        Depot depot = Depot.fresh("Waste paper");
        Consumer boss = depot.market.worker(depot.store, "STORE");
        Consumer guide = depot.market.worker(depot.store, "GUIDE");
        String old = depot.boxes.code(0);
        String label = depot.labels.code(0);
        CampaignFixture.ok(depot.replace(old, label));
        assertProblem(CampaignFixture.open(boss, old), 409, "not-on-sale");
        assertProblem(guide.post(GUIDES, Map.of("code", old)), 409, "not-on-sale");
        assertEquals(200, CampaignFixture.ok(CampaignFixture.open(boss, label)).getInt("reward.points"));
        CampaignFixture.ok(depot.replace(label, old));
        assertNull(CampaignFixture.ok(CampaignFixture.open(boss, old)).get("reward"), "it was put back, and is open");
        new Consumer().claim(depot.cap(0, 0));
        assertEquals(210, points(boss));
        assertTrue(depot.isBalanced());
    }

    @Test
    void twoStoresDoNotGetOneCase() {
        Depot depot = Depot.fresh("Two openers");
        Consumer boss = depot.market.worker(depot.store, "STORE");
        Consumer rival = depot.market.worker(depot.market.store("Rival", depot.dealer), "STORE");
        CampaignFixture.ok(CampaignFixture.open(boss, depot.boxes.code(0)));
        CampaignFixture.ok(CampaignFixture.open(rival, depot.labels.code(0)));
        assertProblem(depot.replace(depot.boxes.code(0), depot.labels.code(0)), 409, "wrong-state");
        CampaignFixture.ok(depot.replace(depot.boxes.code(1), depot.labels.code(0)));
        new Consumer().claim(depot.cap(1, 0));
        assertEquals(210, points(rival), "opened under the new label before staff told of it");
    }

    @Test
    void aCaseThatIsOpenedWhileItsLabelIsReplacedPaysItsOpeningOnce() throws Exception {
        Depot depot = Depot.fresh("At once");
        Consumer boss = depot.market.worker(depot.store, "STORE");
        for (int box = 0; box < 20; box++) {
            String old = depot.boxes.code(box);
            String label = depot.labels.code(box);
            List<Integer> answers = Phones.of(2)
                    .each(
                            List.of(true, false),
                            opens ->
                                    (opens ? CampaignFixture.open(boss, old) : depot.replace(old, label)).statusCode());
            assertEquals(200, answers.get(1), "replaced in any case");
            CampaignFixture.ok(CampaignFixture.open(boss, label));
            assertEquals((box + 1) * 200, points(boss), answers::toString);
        }
        assertTrue(depot.isBalanced());
    }

    @Test
    void twoOldLabelsDoNotGetOneNewOne() throws Exception {
        Depot depot = Depot.fresh("One label");
        for (int n = 0; n < 8; n++) {
            int even = 2 * n;
            String label = depot.labels.code(n);
            List<Integer> answers = Phones.of(2)
                    .each(
                            List.of(even, even + 1),
                            box -> depot.replace(depot.boxes.code(box), label).statusCode());
            assertEquals(List.of(200, 409), answers.stream().sorted().toList());
        }
    }

    @Test
    void aReplacementThatMeetsAPackingNamesItAndChangesNothing() throws Exception {
        Depot depot = Depot.fresh("Met");
        ShopFixture shop = depot.market.shop();
        TestLot outer = shop.lot("CASE_OUTER", 5, "");
        String old = depot.boxes.code(0);
        String label = depot.labels.code(0);
        shop.post("/api/v1/packs", Map.of("links", List.of(Map.of("parent", outer.code(0), "children", List.of(old)))));
        SqlConnection packing = pool.getConnection().await().atMost(PATIENCE);
        try {
            packing.query("BEGIN").execute().await().atMost(PATIENCE);
            packing.preparedQuery("""
                            INSERT INTO aggregation (child_lot, child_serial, parent_lot, parent_serial, brand_id,
                                linked_at, linked_by)
                            SELECT $1, 0, $2, 1, brand_id, now(), gen_random_uuid() FROM lot WHERE number = $1""")
                    .execute(Tuple.of(
                            depot.labels.codec().lot().value(),
                            outer.codec().lot().value()))
                    .await()
                    .atMost(PATIENCE);
            CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> depot.replace(old, label));
            Eventually.isTrue(PATIENCE, () -> DatabaseLocks.waiting(pool) > 0);
            packing.query("COMMIT").execute().await().atMost(PATIENCE);
            assertProblem(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), 409, "packed-elsewhere");
        } finally {
            packing.close().await().atMost(PATIENCE);
        }
        JsonPath pack = shop.asStaff().get("/api/v1/packs/" + old).jsonPath();
        assertEquals(Depot.EACH, pack.getInt("contents.ITEM_INNER"));
        assertEquals(List.of(outer.code(0)), pack.getList("ancestors.code"));
        assertEquals(
                200,
                CampaignFixture.ok(CampaignFixture.open(depot.market.worker(depot.store, "STORE"), old))
                        .getInt("reward.points"));
    }

    @Test
    void anOuterCodeOfAnItemKeepsItsGuide() {
        Depot depot = Depot.fresh("Stickers");
        ShopFixture shop = depot.market.shop();
        Consumer boss = depot.market.worker(depot.store, "STORE");
        Consumer guide = depot.market.worker(depot.store, "GUIDE");
        TestLot stickers = shop.activeLotOf("ITEM_OUTER", 5, "");
        String box = depot.labels.code(3);
        List<Map<String, Object>> links = IntStream.range(0, 2)
                .mapToObj(n -> n == 0
                        ? Map.<String, Object>of("parent", stickers.code(0), "children", List.of(depot.cap(0, 0)))
                        : Map.<String, Object>of("parent", box, "children", List.of(stickers.code(0))))
                .toList();
        shop.post("/api/v1/packs", Map.of("move", true, "links", links));
        CampaignFixture.ok(CampaignFixture.open(boss, box));
        CampaignFixture.ok(guide.post(GUIDES, Map.of("code", stickers.code(0))));
        CampaignFixture.ok(depot.replace(stickers.code(0), stickers.code(1)));
        new Consumer().claim(depot.cap(0, 0));
        assertEquals(3, points(guide));
    }
}
