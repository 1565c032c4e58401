package dev.yima.gateway.payout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.diversion.AttributedScan;
import dev.yima.gateway.diversion.AttributedScanRepository;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Test lots: marked as such, apart from all goods, and never paid by a real provider. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class TestLotsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CASH = "[{\"kind\":\"CASH\",\"amountMinor\":200,\"count\":4}]";
    private static final Map<String, Object> TEST = Map.of("test", true);

    @Inject
    @SuppressWarnings("NullAway.Init")
    InMemoryProvider real;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Inject
    @SuppressWarnings("NullAway.Init")
    AttributedScanRepository attributed;

    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openShop() {
        shop = ShopFixture.fresh("Trials");
    }

    @Test
    void aTestPayoutThatIsSaidToBeNoneIsSeenByTheLedgerCheck() {
        TestLot lot = lot(shop.runningCampaign(4, CASH), TEST);
        activate(lot);
        String id = win(lot, 0);
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));

        forge("test = false WHERE claim_id = '" + id + "'");
        String broken = "laws.findAll { !it.holds }.name";
        List<String> seen = shop.ledgerCheck().getList(broken);
        forge("test = true WHERE claim_id = '" + id + "'");

        assertEquals(List.of("each-cash-prize-has-one-payout"), seen);
        assertEquals(List.of(), shop.ledgerCheck().getList(broken));
    }

    @Test
    void aTestLotIsMarkedAsSuch() {
        TestLot lot = lot("", TEST);
        TestLot goods = lot("", Map.of());

        JsonPath lots = shop.asStaff().get("/api/v1/lots").jsonPath();
        for (TestLot each : List.of(lot, goods)) {
            boolean test = each.equals(lot);
            assertEquals(
                    test,
                    shop.asStaff()
                            .get("/api/v1/lots/" + each.number())
                            .jsonPath()
                            .getBoolean("test"));
            assertEquals(test, lots.getBoolean("items.find { it.number == '" + each.number() + "' }.test"));
            assertEquals(
                    test,
                    shop.asStaff()
                            .get("/api/v1/codes/" + each.code(1))
                            .jsonPath()
                            .getBoolean("lot.test"));
        }
    }

    @Test
    void whatATestLotWinsIsPaidByTheSandboxWhateverItsBrandChose() {
        String campaign = shop.runningCampaign(4, CASH);
        TestLot lot = lot(campaign, TEST);
        TestLot goods = lot(shop.runningCampaign(4, CASH), Map.of());
        TestLot ranged = lot("", TEST);
        shop.post("/api/v1/lots/" + ranged.number() + "/ranges", Map.of("from", 0, "to", 3, "campaignId", campaign));
        execute("INSERT INTO payout_provider SELECT brand_id, '" + InMemoryProvider.ID + "' FROM campaign WHERE id = '"
                + campaign + "'");
        List.of(lot, goods, ranged).forEach(this::activate);

        String page = new Consumer().page("/" + lot.code(1), "zh").asString();
        assertTrue(page.contains("测试码"), page);
        assertFalse(new Consumer().page("/" + goods.code(1), "zh").asString().contains("测试码"));
        Consumer tester = new Consumer();
        tester.claim(lot.code(2));
        assertTrue(tester.page("/my/rewards", "zh").asString().contains("测试码"), "nor is it a reward");
        String tried = win(lot, 0);
        String triedInRange = win(ranged, 0);
        String earned = win(goods, 0);
        for (String id : List.of(tried, triedInRange, earned)) {
            awaitPaid(id);
        }

        assertTrue(real.has(number(earned)));
        for (String id : List.of(tried, triedInRange)) {
            assertFalse(real.has(number(id)));
            assertEquals(1, rows("SELECT 1 FROM sandbox_order WHERE bill_no = '" + number(id) + "'"));
            refused("UPDATE payout SET provider = '" + InMemoryProvider.ID + "', bill_no = 'x' WHERE claim_id = '" + id
                    + "'");
            refused("UPDATE payout SET test = false WHERE claim_id = '" + id + "'");
        }
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
        String taxed = shop.asStaff()
                .get("/api/v1/ledger/tax?year=" + Year.from(TestClock.now().atOffset(ZoneOffset.ofHours(8))))
                .asString();
        assertEquals(1, taxed.lines().skip(1).count(), "what was tried is nobody's income: " + taxed);
    }

    @Test
    void aCampaignHasTestLotsOrGoodsAndNeverBoth() {
        String tried = shop.runningCampaign(4, CASH);
        String sold = shop.runningCampaign(4, CASH);
        lot(tried, TEST);
        lot(sold, Map.of());
        TestLot trial = lot("", TEST);
        TestLot goods = lot("", Map.of());

        refusedAs(make(sold, TEST), "a test lot needs a campaign of its own");
        refusedAs(make(tried, Map.of()), "goods need another one");
        for (Map.Entry<TestLot, String> wrong :
                Map.of(trial, sold, goods, tried).entrySet()) {
            String path = "/api/v1/lots/" + wrong.getKey().number();
            Map<String, Object> range = Map.of("from", 0, "to", 1, "campaignId", wrong.getValue());
            assertEquals(409, shop.asStaff().body(range).post(path + "/ranges").statusCode());
            assertEquals(409, bind(path, wrong.getValue()).statusCode());
        }
        String number = "(SELECT number FROM lot WHERE campaign_id = '" + tried + "')";
        refused("UPDATE lot SET campaign_id = '" + sold + "' WHERE number = " + number);
        refused("UPDATE lot SET test = false WHERE number = " + number);
        assertEquals(200, bind("/api/v1/lots/" + trial.number(), tried).statusCode());
    }

    /** The same request under the same key makes no lot of the other kind. */
    @Test
    void aRepeatedRequestMustAskForTheSame() {
        Map<String, Object> body = new HashMap<>(Map.of("kind", "ITEM_INNER", "size", 4, "test", true));
        assertEquals(201, keyed(body).statusCode());
        assertEquals(201, keyed(body).statusCode());
        body.put("test", false);
        assertEquals(409, keyed(body).statusCode());
    }

    @Test
    void aTestLotThatIsVoidGivesBackWhatNobodyReceived() {
        String campaign = shop.runningCampaign(
                4,
                "[{\"kind\":\"COUPON\",\"title\":\"One more\",\"priceMinor\":100,"
                        + "\"storeFeeMinor\":50,\"validDays\":30,\"count\":4}]");
        TestLot lot = lot(campaign, TEST);
        activate(lot);
        String kept = win(lot, 0);
        String void1 = "/api/v1/lots/" + lot.number() + "/void";

        shop.post(void1, Map.of());

        Eventually.isTrue(PATIENCE, () -> state(kept).equals("EXPIRED"));
        assertEquals("VOID", new Consumer().claim(lot.code(1)).getString("verdict"));
        assertEquals("VOID", shop.post(void1, Map.of()).getString("state"), "and again");
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    /** Whoever tries codes out in another province is no sign of a dealer who sells there. */
    @Test
    void whereATestLotIsScannedIsNoTraceOfGoods() {
        TestLot goods = lot("", Map.of());
        UUID brand =
                UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        List<LocatedScan> scans = Stream.of(lot("", TEST), goods)
                .map(each -> new LocatedScan(
                        new CodeRef(number(each), 0),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        brand,
                        TestClock.now(),
                        "440000"))
                .toList();
        List<AttributedScan> kept =
                attributed.insert(owner.get(), scans).await().atMost(PATIENCE);
        assertEquals(
                List.of(number(goods)),
                kept.stream().map(each -> each.scan().code().lot()).toList());
    }

    private static int number(TestLot lot) {
        return LotNumber.read(lot.number()).orElseThrow().value();
    }

    private String state(String reward) {
        return owner.get()
                .query("SELECT state FROM coupon WHERE claim_id = '" + reward + "'")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getString("state");
    }

    private TestLot lot(String campaign, Map<String, Object> more) {
        Map<String, Object> bindings = new HashMap<>(more);
        if (!campaign.isEmpty()) {
            bindings.put("campaignId", campaign);
        }
        return shop.lot("ITEM_INNER", 4, bindings);
    }

    private Response make(String campaign, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.putAll(Map.of("kind", "ITEM_INNER", "size", 4, "campaignId", campaign));
        return shop.asStaff().body(body).post("/api/v1/lots");
    }

    private Response keyed(Map<String, Object> body) {
        return shop.asStaff().header("Idempotency-Key", "one").body(body).post("/api/v1/lots");
    }

    private Response bind(String path, @Nullable String campaign) {
        Map<String, Object> body = new HashMap<>();
        body.put("productId", null);
        body.put("campaignId", campaign);
        return shop.asStaff().body(body).put(path + "/binding");
    }

    private static void refusedAs(Response refused, String said) {
        assertEquals(409, refused.statusCode(), refused.asString());
        assertTrue(refused.jsonPath().getString("detail").contains(said), refused.asString());
    }

    private void activate(TestLot lot) {
        shop.post("/api/v1/lots/" + lot.number() + "/activate", Map.of());
    }

    private static String win(TestLot lot, int serial) {
        return new Consumer().claim(lot.code(serial)).getString("reward.id");
    }

    private void awaitPaid(String id) {
        Eventually.isTrue(
                PATIENCE,
                () -> "PAID"
                        .equals(shop.asStaff()
                                .get("/api/v1/payouts/" + id)
                                .jsonPath()
                                .getString("payout.state")));
    }

    @Test
    void aCampaignThatATestLotLeftIsFreeForGoods() {
        String bound = shop.runningCampaign(4, CASH);
        TestLot trial = lot(bound, TEST);
        refusedAs(make(bound, Map.of()), "test lots");
        assertEquals(200, bind("/api/v1/lots/" + trial.number(), null).statusCode());
        assertEquals(201, make(bound, Map.of()).statusCode());
        refusedAs(make(bound, TEST), "goods");

        String voided = shop.runningCampaign(4, CASH);
        shop.post("/api/v1/lots/" + lot(voided, TEST).number() + "/void", Map.of("reason", "MISPRINTED"));
        assertEquals(201, make(voided, Map.of()).statusCode());

        String ranged = shop.runningCampaign(4, CASH);
        String ranges = "/api/v1/lots/" + lot("", TEST).number() + "/ranges";
        String range = shop.post(ranges, Map.of("from", 0, "to", 1, "campaignId", ranged))
                .getString("id");
        refusedAs(make(ranged, Map.of()), "test lots");
        assertEquals(200, shop.asStaff().delete(ranges + "/" + range).statusCode());
        assertEquals(201, make(ranged, Map.of()).statusCode());

        String won = shop.runningCampaign(4, CASH);
        TestLot tried = lot(won, TEST);
        activate(tried);
        win(tried, 0);
        shop.post("/api/v1/lots/" + tried.number() + "/void", Map.of("reason", "MISPRINTED"));
        refusedAs(make(won, Map.of()), "test lots");
    }

    @Test
    void goodsAndTestsAreInNoPackTogether() {
        TestLot cases = shop.lot("CASE_INNER", 2, TEST);
        Map<String, Object> packed = Map.of("parent", cases.number(), "pack", 2);
        Response refused = shop.asStaff()
                .body(Map.of("kind", "ITEM_INNER", "size", 4, "parent", cases.number(), "pack", 2))
                .post("/api/v1/lots");
        assertEquals(400, refused.statusCode());
        assertTrue(refused.asString().contains("parent"), refused.asString());
        Map<String, Object> trials = new HashMap<>(packed);
        trials.putAll(TEST);
        shop.lot("ITEM_INNER", 4, trials);

        TestLot goods = lot("", Map.of());
        Response linked = shop.asStaff()
                .body(Map.of("links", List.of(Map.of("parent", cases.code(0), "children", List.of(goods.code(0))))))
                .post("/api/v1/packs");
        assertEquals(409, linked.statusCode());
        assertTrue(linked.jsonPath().getString("type").endsWith("wrong-level"), linked.asString());
    }

    private void forge(String change) {
        execute("BEGIN; ALTER TABLE payout DISABLE TRIGGER USER; UPDATE payout SET " + change
                + "; ALTER TABLE payout ENABLE TRIGGER USER; COMMIT");
    }

    private int rows(String sql) {
        return owner.get().query(sql).execute().await().atMost(PATIENCE).size();
    }

    private void refused(String sql) {
        assertThrows(Exception.class, () -> execute(sql), sql);
    }

    private void execute(String sql) {
        owner.get().query(sql).execute().await().atMost(PATIENCE);
    }

    private static String number(String id) {
        return id.replace("-", "");
    }
}
