package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.CampaignFixture.Goods;
import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people at dealers and stores do with goods in their hands. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PartnerScanTest {
    private static final String PARTNER = "/api/v1/partner";
    private static final String RECEIPTS = PARTNER + "/receipts";

    @Test
    void goodsAreReceivedOnceByWhomTheyWereSentTo() {
        CampaignFixture market = CampaignFixture.fresh("Receipts");
        String dealer = market.dealer("Sichuan", "510000");
        String store = market.store("Corner", dealer);
        TestLot pallets = market.shop().lot("PALLET", 5, "");
        TestLot cases = market.shop().lot("CASE_OUTER", 50, Map.of("parent", pallets.number(), "pack", 10));
        Consumer agent = market.worker(dealer, "DEALER");
        Consumer boss = market.worker(store, "STORE");
        assertProblem(receive(agent, pallets.code(0)), 409, "not-sent-here");
        assertEquals("NOT_SHIPPED", where(agent, cases.code(3)));

        send(market, 1, pallets.code(0), dealer);
        assertEquals("SENT_HERE", where(agent, cases.code(3)));
        assertEquals("WITH_SUPPLIER", where(boss, cases.code(3)));
        JsonPath first = CampaignFixture.ok(receive(agent, pallets.code(0)));
        assertEquals(dealer, first.getString("partnerId"));
        assertEquals(
                first.getString("at"),
                CampaignFixture.ok(receive(agent, pallets.code(0))).getString("at"),
                "once");
        assertEquals("RECEIVED", where(agent, cases.code(3)));
        assertEquals(1, receipts(market, dealer));

        send(market, 2, cases.code(3), store);
        assertEquals("WITH_CUSTOMER", where(agent, cases.code(3)));
        assertEquals("RECEIVED", where(agent, cases.code(4)), "the others stay");
        assertEquals(store, CampaignFixture.ok(receive(boss, cases.code(3))).getString("partnerId"));
        assertProblem(receive(boss, cases.code(4)), 409, "not-sent-here");
        assertProblem(boss.post(RECEIPTS, Map.of("code", cases.code(3), "partnerId", dealer)), 403, "not-a-partner");
        assertEquals("ELSEWHERE", where(market.worker(market.dealer("Hubei"), "DEALER"), cases.code(3)));
    }

    @Test
    void whatCannotBeReceivedIsRefused() {
        CampaignFixture market = CampaignFixture.fresh("No receipts");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer boss = market.worker(store, "STORE");
        TestLot cases = market.shop().lot("CASE_OUTER", 5, "");
        TestLot caps = market.shop().lot("ITEM_INNER", 5, "");
        send(market, 1, cases.code(0), store);
        assertProblem(receive(boss, caps.code(0)), 409, "wrong-level");
        assertProblem(receive(boss, "no code"), 400, "malformed-code");
        assertProblem(receive(new Consumer(), cases.code(0)), 403, "not-a-partner");
        Consumer stranger = strangerOf("Receipts of others");
        assertProblem(receive(stranger, cases.code(0)), 404, "not-found");
        assertProblem(stranger.get(PARTNER + "/codes/" + cases.code(0)), 404, "not-found");
        market.shop().post("/api/v1/lots/" + cases.number() + "/void", Map.of());
        assertProblem(receive(boss, cases.code(0)), 409, "not-on-sale");
    }

    @Test
    void whatIsInACaseIsKnownByArithmeticAndByLinks() {
        CampaignFixture market = CampaignFixture.fresh("Contents");
        Consumer boss = market.worker(market.store("Corner", market.dealer("Anywhere")), "STORE");
        Goods goods = market.goods(
                3, 6, market.shop().runningCampaign(9, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":9}]"));
        String box = goods.boxes().code(1);
        assertEquals(6, CampaignFixture.ok(boss.get(PARTNER + "/codes/" + box)).getInt("contents.ITEM_INNER"));
        JsonPath packed = market.shop().asStaff().get("/api/v1/packs/" + box).jsonPath();
        assertEquals(Map.of("ITEM_INNER", 6), packed.getMap("contents"));
        assertEquals(
                List.of(box),
                market.shop()
                        .asStaff()
                        .get("/api/v1/packs/" + goods.cap(1, 2))
                        .jsonPath()
                        .getList("ancestors.code"));

        Response second = market.shop()
                .asStaff()
                .body(links(goods.boxes().code(2), goods.cap(1, 2), false))
                .post("/api/v1/packs");
        assertProblem(second, 409, "packed-elsewhere");
        JsonPath moved = market.shop().post("/api/v1/packs", links(goods.boxes().code(2), goods.cap(1, 2), true));
        assertEquals(1, moved.getInt("moved"));
        assertEquals(5, CampaignFixture.ok(boss.get(PARTNER + "/codes/" + box)).getInt("contents.ITEM_INNER"));
        assertEquals(7, contents(market, goods.boxes().code(2)));
        JsonPath out =
                market.shop().post("/api/v1/packs/unpack", Map.of("codes", List.of(goods.cap(1, 3), goods.cap(1, 2))));
        assertEquals(2, out.getInt("unlinked"));
        assertEquals(4, contents(market, box));
        assertEquals(6, contents(market, goods.boxes().code(2)));
        assertEquals(
                1,
                market.shop()
                        .asStaff()
                        .get("/api/v1/packs/" + goods.cap(1, 3) + "/history")
                        .jsonPath()
                        .getList("items")
                        .size());
        CampaignFixture.ok(CampaignFixture.open(boss, box));
        assertTrue(CampaignFixture.ok(boss.get(PARTNER + "/codes/" + goods.cap(1, 1)))
                .getBoolean("openedByUs"));
        assertNull(
                CampaignFixture.ok(boss.get(PARTNER + "/codes/" + goods.cap(1, 3)))
                        .get("openedAt"),
                "it was taken out");
    }

    @Test
    void aGuideIsToldWhyThereIsNothing() {
        CampaignFixture market = CampaignFixture.fresh("Nothing for guides");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer waiter = market.worker(store, "GUIDE");
        Consumer boss = market.worker(store, "STORE");
        Goods plain = market.goods(
                1, 6, market.shop().runningCampaign(9, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":9}]"));
        assertProblem(claim(waiter, plain.cap(0, 0)), 409, "no-guide-reward");
        assertProblem(claim(waiter, plain.boxes().code(0)), 409, "wrong-level");
        String slots = "{\"name\":\"x\",\"claims\":9,\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"count\":9}],"
                + "\"slots\":[{\"slot\":\"GUIDE\",\"kind\":\"POINTS\",\"points\":3}]}";
        String campaign = market.shop().runningCampaign(slots);
        Goods goods = market.goods(1, 6, campaign);
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        waiter.claim(goods.cap(0, 0));
        assertProblem(claim(waiter, goods.cap(0, 0)), 409, "own-claim");
        Consumer stranger = new Consumer();
        stranger.claim(goods.cap(0, 1));
        CampaignFixture.join(stranger, market.invitation(store, Map.of("role", "GUIDE")));
        assertProblem(claim(stranger, goods.cap(0, 1)), 409, "own-claim");
        new Consumer().claim(goods.cap(0, 2));
        market.shop().post("/api/v1/campaigns/" + campaign + "/end", Map.of());
        Eventually.isTrue(() ->
                claim(waiter, goods.cap(0, 2)).jsonPath().getString("type").endsWith("campaign-over"));
    }

    @Test
    void theOpeningsRewardIsOfWhoeverOpened() {
        CampaignFixture market = CampaignFixture.fresh("Openers");
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer boss = market.worker(store, "STORE");
        Consumer colleague = market.worker(store, "GUIDE");
        TestLot boxes = market.shop()
                .activeLotOf(
                        "CASE_INNER",
                        5,
                        market.shop()
                                .runningCampaign("{\"name\":\"x\",\"limits\":{\"perPerson\":1},\"prizes\":"
                                        + "[{\"kind\":\"POINTS\",\"points\":20,\"count\":5}]}"));
        assertEquals(
                20,
                CampaignFixture.ok(CampaignFixture.open(boss, boxes.code(0))).getInt("reward.points"));
        assertNull(
                CampaignFixture.ok(CampaignFixture.open(boss, boxes.code(1))).get("reward"),
                "as many as a person can have");
        assertNull(
                CampaignFixture.ok(CampaignFixture.open(colleague, boxes.code(1)))
                        .get("reward"),
                "who asks has not opened it");
        assertEquals(
                20,
                CampaignFixture.ok(CampaignFixture.open(boss, boxes.code(0))).getInt("reward.points"),
                "the same again");
    }

    @Test
    void aGuideOfAnotherStoreTakesNobodysPlace() {
        CampaignFixture market = CampaignFixture.fresh("Two guides");
        String dealer = market.dealer("Anywhere");
        String corner = market.store("Corner", dealer);
        Goods goods = market.goods(2, 6, market.shop().runningCampaign(guided()));
        Consumer boss = market.worker(corner, "STORE");
        Consumer guide = market.worker(corner, "GUIDE");
        Consumer rival = market.worker(market.store("Rival", dealer), "GUIDE");
        String early = goods.boxes().code(0);
        assertTrue(CampaignFixture.ok(stand(rival, early)).getBoolean("mine"), "nobody has opened it yet");
        CampaignFixture.ok(CampaignFixture.open(boss, early));
        assertTrue(CampaignFixture.ok(stand(guide, early)).getBoolean("mine"));
        new Consumer().claim(goods.cap(0, 0));
        assertEquals(3, guide.me().getInt("points"));
        assertEquals(0, rival.me().getInt("points"));
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(1)));
        assertProblem(stand(rival, goods.boxes().code(1)), 409, "not-your-case");
    }

    @Test
    void aGuestWhoWorksThereByNowPaysNoWaiter() {
        CampaignFixture market = CampaignFixture.fresh("Hired");
        String store = market.store("Restaurant", market.dealer("Anywhere"));
        Goods goods = market.goods(1, 6, market.shop().runningCampaign(guided()));
        Consumer boss = market.worker(store, "STORE");
        Consumer waiter = market.worker(store, "GUIDE");
        boss.claim(goods.cap(0, 0));
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        assertProblem(claim(waiter, goods.cap(0, 0)), 409, "own-people");
    }

    @Test
    void whoeverLeftComesBackByNoLinkOfTheirs() {
        CampaignFixture market = CampaignFixture.fresh("Gone");
        String store = market.store("Corner", market.dealer("Anywhere"));
        String first = market.invitation(store, Map.of("role", "STORE"));
        Consumer boss = new Consumer();
        CampaignFixture.join(boss, first);
        String url = CampaignFixture.ok(boss.post(PARTNER + "/invitations", Map.of("role", "STORE")))
                .getString("url");
        market.worker(store, "STORE");
        CampaignFixture.join(new Consumer(), market.invitation(store, Map.of("role", "STORE", "takesOver", true)));
        Map<String, Object> own = CampaignFixture.joining(url.substring(url.lastIndexOf('/') + 1), "Back again");
        assertProblem(boss.post(PARTNER + "/join", own), 409, "invitation-over");
        assertProblem(boss.post(PARTNER + "/join", CampaignFixture.joining(first, "x")), 409, "invitation-over");
    }

    @Test
    void whatWasGivenBackPaysNoDealer() {
        CampaignFixture market = CampaignFixture.fresh("Given back");
        String dealer = market.dealer("Sichuan", "510000");
        Consumer agent = market.worker(dealer, "DEALER");
        Consumer boss = market.worker(market.store("Corner", dealer), "STORE");
        String slots = "{\"name\":\"x\",\"claims\":9,\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"count\":9}],"
                + "\"slots\":[{\"slot\":\"DEALER\",\"kind\":\"POINTS\",\"points\":5}]}";
        Goods goods = market.goods(2, 4, market.shop().runningCampaign(slots));
        send(market, 1, goods.boxes().code(0), dealer);
        move(market, 2, "RETURN", goods.boxes().code(0), dealer);
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        new Consumer().claim(goods.cap(0, 0));
        assertEquals(0, agent.me().getInt("points"), "it is not theirs any more");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(1)));
        new Consumer().claim(goods.cap(1, 0));
        assertEquals(5, agent.me().getInt("points"), "nobody told of this one, and they supply the store");
    }

    @Test
    void aWorkerHandlesManyCasesAMinute() {
        CampaignFixture market = CampaignFixture.fresh("Busy");
        Consumer boss = market.worker(market.store("Corner", market.dealer("Anywhere")), "STORE");
        TestLot boxes = market.shop().activeLotOf("CASE_INNER", 100, "");
        for (int box = 0; box < 50; box++) {
            assertEquals(200, boss.get("/" + boxes.code(box)).statusCode());
            CampaignFixture.ok(CampaignFixture.open(boss, boxes.code(box)));
        }
    }

    @Test
    void aReceiptPutsNothingIntoOtherHandsAndOutlivesNoReturn() {
        CampaignFixture market = CampaignFixture.fresh("Late news");
        String dealer = market.dealer("Sichuan", "510000");
        String store = market.store("Corner", dealer);
        Consumer agent = market.worker(dealer, "DEALER");
        Consumer boss = market.worker(store, "STORE");
        TestLot boxes = market.shop().lot("CASE_OUTER", 5, "");
        send(market, 1, boxes.code(0), dealer);
        send(market, 2, boxes.code(0), store);
        CampaignFixture.ok(receive(boss, boxes.code(0)));
        move(market, 3, "RECEIPT", boxes.code(0), dealer);
        assertEquals("RECEIVED", where(boss, boxes.code(0)), "the dealer told late");
        assertEquals("WITH_CUSTOMER", where(agent, boxes.code(0)));

        String before = TestClock.now().toString();
        send(market, 4, boxes.code(1), dealer);
        CampaignFixture.ok(receive(agent, boxes.code(1)));
        move(market, 5, "RETURN", boxes.code(1), dealer);
        assertEquals("NOT_SHIPPED", where(agent, boxes.code(1)), "since " + before);
        assertProblem(receive(agent, boxes.code(1)), 409, "not-sent-here");
    }

    @Test
    void strangeInputIsRefused() {
        CampaignFixture market = CampaignFixture.fresh("Strange");
        String dealer = market.dealer("Anywhere");
        Consumer boss = market.worker(market.store("Corner", dealer), "STORE");
        assertProblem(boss.post(PARTNER + "/coupons/%00AB/redeem", Map.of()), 404, "not-found");
        TestLot pallets = market.shop().lot("PALLET", 1, "");
        market.shop().lot("ITEM_INNER", 12_000, Map.of("parent", pallets.number(), "pack", 12_000));
        String row = "{\"device\":\"phone 1\",\"movements\":[{\"sequence\":1,\"kind\":\"OUTBOUND\",\"code\":\""
                + pallets.code(0) + "\",\"partnerId\":\"" + dealer + "\",\"at\":\"" + TestClock.now() + "\"}]}";
        assertProblem(market.shop().asStaff().body(row).post("/api/v1/movements"), 400, "invalid-field");
        assertEquals(
                Map.of(),
                CampaignFixture.ok(boss.get(PARTNER + "/codes/" + pallets.code(0)))
                        .getMap("contents"),
                "too many for everybody to count");
        assertEquals(12_000, contents(market, pallets.code(0)));
    }

    @Test
    void whatIsKeptBackStaysSoWhoeverAsksInTheSameMoment() throws Exception {
        CampaignFixture market = CampaignFixture.fresh("In the same moment");
        String store = market.store("Restaurant", market.dealer("Anywhere"));
        String campaign = guided().replace("20", "120");
        Goods goods = market.goods(10, 12, market.shop().runningCampaign(campaign));
        Consumer boss = new Consumer("The shop's phone");
        CampaignFixture.join(boss, market.invitation(store, Map.of("role", "STORE")));
        Consumer guest = new Consumer("The shop's phone");
        List<Consumer> waiters = IntStream.range(0, 5)
                .mapToObj(n -> market.worker(store, "GUIDE"))
                .toList();
        for (int box = 0; box < 10; box++) {
            CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(box)));
        }
        for (int cap = 0; cap < Proof.size(20, 100); cap++) {
            String code = goods.cap(cap / 12, cap % 12);
            Phones.of(6).each(IntStream.range(0, 6).boxed().toList(), who -> {
                if (who == 0) {
                    return guest.claim(code).getString("verdict");
                }
                return String.valueOf(claim(waiters.get(who - 1), code).statusCode());
            });
        }
        assertTrue(
                market.shop().ledgerCheck().getBoolean("balanced"),
                () -> market.shop().ledgerCheck().prettify());
    }

    private static String guided() {
        return "{\"name\":\"x\",\"claims\":20,\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"count\":20}],"
                + "\"slots\":[{\"slot\":\"GUIDE\",\"kind\":\"POINTS\",\"points\":3}]}";
    }

    private static Response stand(Consumer person, String code) {
        return person.post(PARTNER + "/guides", Map.of("code", code));
    }

    private static Map<String, Object> links(String parent, String child, boolean move) {
        return Map.of("move", move, "links", List.of(Map.of("parent", parent, "children", List.of(child))));
    }

    private static int contents(CampaignFixture market, String box) {
        return market.shop().asStaff().get("/api/v1/packs/" + box).jsonPath().getInt("contents.ITEM_INNER");
    }

    private static Consumer strangerOf(String brand) {
        CampaignFixture other = CampaignFixture.fresh(brand);
        return other.worker(other.store("Elsewhere", other.dealer("Anywhere")), "STORE");
    }

    private static Response receive(Consumer person, String code) {
        return person.post(RECEIPTS, Map.of("code", code));
    }

    private static Response claim(Consumer person, String code) {
        return person.post(PARTNER + "/claims", Map.of("code", code));
    }

    private static String where(Consumer person, String code) {
        return CampaignFixture.ok(person.get(PARTNER + "/codes/" + code)).getString("where");
    }

    private static void send(CampaignFixture market, int sequence, String code, String partner) {
        move(market, sequence, "OUTBOUND", code, partner);
    }

    private static void move(CampaignFixture market, int sequence, String kind, String code, String partner) {
        Map<String, Object> row = Map.of(
                "sequence",
                sequence,
                "kind",
                kind,
                "code",
                code,
                "partnerId",
                partner,
                "at",
                TestClock.now().toString());
        assertEquals(
                List.of("RECORDED"),
                market.shop()
                        .post("/api/v1/movements", Map.of("device", "PDA-1", "movements", List.of(row)))
                        .getList("rows.result"));
    }

    private static int receipts(CampaignFixture market, String partner) {
        return market.shop()
                .asStaff()
                .get("/api/v1/movements?partner=" + partner)
                .jsonPath()
                .getList("items.findAll { it.kind == 'RECEIPT' }")
                .size();
    }
}
