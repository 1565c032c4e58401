package dev.yima.gateway.scan.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.CampaignFixture;
import dev.yima.gateway.CampaignFixture.Goods;
import dev.yima.gateway.ChinaDay;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The phones of a store's people, in a real browser; the pictures are in target/screenshots. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PartnerPhoneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SLOTS = """
            {"name":"Summer","claims":100,"prizes":[{"kind":"CASH","amountMinor":188,"count":100}],
            "slots":[{"slot":"STORE","kind":"CASH","amountMinor":10},{"slot":"GUIDE","kind":"POINTS","points":3}]}""";

    @AfterAll
    static void throwPhonesAway() {
        TestPhone.throwAway();
    }

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI base;

    /** A store, what it has been sent, and its dealer. */
    private record Corner(CampaignFixture market, String store, Goods goods) {
        static Corner open() {
            CampaignFixture market = new CampaignFixture(
                    PhoneFixture.open("Green Hill 青山", "#0b5c8a").shop());
            String dealer = market.dealer("Sichuan Drinks", "510000");
            String store = market.store("人民路便利店 Corner shop", dealer);
            ShopFixture shop = market.shop();
            Goods goods = market.goods(3, 6, shop.runningCampaign(SLOTS));
            Map<String, Object> sent = new HashMap<>(Map.of("sequence", 1, "kind", "OUTBOUND", "partnerId", store));
            sent.put("code", goods.boxes().code(0));
            sent.put("at", TestClock.now().toString());
            shop.post("/api/v1/movements", Map.of("device", "PDA-1", "movements", List.of(sent)));
            return new Corner(market, store, goods);
        }

        String invitation(String role) {
            return "join/" + market.invitation(store, Map.of("role", role));
        }
    }

    private void join(TestPhone phone, String invitation) {
        phone.open(base, invitation);
        phone.type("input[name=name]", "Wang Fang");
        phone.type("input[name=pin]", CampaignFixture.PIN);
        phone.tap(".pill");
        phone.await(".earned");
    }

    @BeforeEach
    void onOneDay() {
        ChinaDay.lasts(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void aStoreJoinsReceivesOpensAndIsPaid(TestPhone.Language language) {
        Corner corner = Corner.open();
        String box = corner.goods().boxes().code(0);
        try (TestPhone boss = TestPhone.with(language, TestPhone.Script.ON)) {
            boss.open(base, "partner");
            assertEquals(language.pick("Not for you yet", "尚未开通"), boss.text("h1"));
            boss.picture("counter-stranger");
            String invitation = corner.invitation("STORE");
            boss.open(base, invitation);
            boss.picture("counter-invited");
            join(boss, invitation);
            assertEquals(language.pick("Nothing yet", "暂无"), boss.text(".today"));
            boss.picture("counter-new");

            boss.open(base, box);
            boss.picture("counter-case");
            boss.tap("button.receive");
            boss.await(".said.good");
            assertEquals(language.pick("Received", "已收货"), boss.text(".said h1"));
            assertFalse(boss.sees("button.receive"));
            boss.tap("button.open");
            boss.await("button.sure");
            assertEquals(language.pick("Open this case?", "确认开箱？"), boss.text("h1"));
            boss.picture("counter-open-sure");
            boss.tap("button.sure");
            boss.await(".goods time");
            assertEquals(language.pick("The case is yours", "开箱成功"), boss.text(".said h1"));
            assertFalse(boss.sees("button.open"));
            boss.picture("counter-opened");

            for (int cap = 0; cap < 3; cap++) {
                new Consumer().claim(corner.goods().cap(0, cap));
            }
            boss.open(base, "partner");
            assertEquals("¥0.30", boss.text(".today b"));
            assertEquals("¥0.30", boss.text(".month b"));
            assertTrue(boss.sees(".lines li:nth-child(3)"), "bottle by bottle");
            boss.picture("counter-earned");
            assertEquals(List.of(), complaintsOf(boss));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void aGuideWithoutJavaScriptClaimsAfterTheGuestAndCanBeAGuestToo(TestPhone.Language language) {
        Corner corner = Corner.open();
        CampaignFixture.ok(CampaignFixture.open(
                corner.market().worker(corner.store(), "STORE"),
                corner.goods().boxes().code(0)));
        String cap = corner.goods().cap(0, 0);
        try (TestPhone guide = TestPhone.with(language, TestPhone.Script.OFF)) {
            join(guide, corner.invitation("GUIDE"));
            guide.open(base, cap);
            guide.tap("button.claim");
            guide.await(".said.bad");
            assertEquals(language.pick("Let the guest scan it first.", "请先由顾客扫码。"), guide.text(".said p"));
            guide.picture("counter-no-guest-yet");
            new Consumer().claim(cap);
            guide.tap("button.claim");
            guide.await(".said.good .amount");
            assertTrue(guide.text(".said .amount").contains("3"));
            assertEquals("3", guide.text(".today b").split(" ", 2)[0]);
            guide.picture("counter-guide-paid");

            guide.open(base, corner.goods().cap(0, 1));
            guide.tap("a[href$='as=guest']");
            guide.await(".packet");
            guide.tap(".packet");
            guide.await(".won .amount");
            assertEquals("¥1.88", guide.text(".won .amount"));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "test.full", matches = "true")
    void anAnswerThatIsLostIsAskedForAgainAndTheCouponIsRedeemedOnce() {
        Corner corner = Corner.open();
        String coupons = """
                {"name":"One more","claims":1,"prizes":[{"kind":"COUPON","title":"再来一瓶 One more","validDays":30,
                "priceMinor":100,"storeFeeMinor":50,"count":1}]}""";
        ShopFixture shop = corner.market().shop();
        String coupon = new Consumer()
                .claim(shop.activeLot(1, shop.runningCampaign(coupons)).code(0))
                .getString("reward.couponCode");
        try (TestPhone boss = TestPhone.with(TestPhone.Language.ZH, TestPhone.Script.ON)) {
            join(boss, corner.invitation("STORE"));
            boss.run("""
                    const real = window.fetch;
                    window.asked = [];
                    window.fetch = async (address, options) => {
                      const answer = await real(address, options);
                      if (window.asked.push(String(answer.status)) < 3) throw new TypeError('the answer is lost');
                      return answer;
                    };
                    """);
            boss.type("input[name=coupon]", coupon.toLowerCase(java.util.Locale.ROOT));
            boss.tap("button.redeem");
            boss.await(".said.ask .amount");
            assertEquals("确认核销此券？", boss.text("h1"));
            assertTrue(boss.text(".said").contains("顾客另付 ¥1.00"), boss.text(".said"));
            boss.picture("counter-redeem-sure");
            confirmAgain(boss, "button.sure");
            boss.await(".said.good .amount");
            assertEquals(List.of("200", "200", "200"), boss.texts("window.asked"), "each time the same");
            assertEquals("再来一瓶 One more", boss.text(".said .amount"));
            assertEquals("核销成功", boss.text(".said h1"));
            boss.picture("counter-redeemed");
            assertEquals(
                    1,
                    shop.asStaff()
                            .get("/api/v1/coupons?state=REDEEMED")
                            .jsonPath()
                            .getList("items")
                            .size());
            assertTrue(shop.ledgerCheck().getBoolean("balanced"), "the fee is paid once");
        }
        try (TestPhone other = TestPhone.with(TestPhone.Language.ZH, TestPhone.Script.ON)) {
            String elsewhere =
                    corner.market().store("Another shop", corner.market().dealer("Hubei"));
            join(other, "join/" + corner.market().invitation(elsewhere, Map.of("role", "STORE")));
            other.type("input[name=coupon]", coupon);
            other.tap("button.redeem");
            other.await(".said.bad");
            assertEquals("该券已被核销，请勿再次兑付。", other.text(".said p"));
            assertEquals(coupon, other.value("input[name=coupon]"), "what was typed is kept");
            CampaignFixture.ok(CampaignFixture.open(
                    corner.market().worker(corner.store(), "STORE"),
                    corner.goods().boxes().code(1)));
            other.open(base, corner.goods().boxes().code(1));
            assertEquals("实物在本店，提请品牌方核查", other.text("button.open"));
            other.picture("counter-opened-by-others");
        }
    }

    /** Half a day later, before what is asked for. */
    private void confirmAgain(TestPhone person, String button) {
        pool.query("UPDATE employee_pseudonym SET confirmed_at = confirmed_at - interval '13 hours'")
                .execute()
                .await()
                .atMost(PATIENCE);
        person.tap(button);
        person.await("input[name=pin]");
        assertEquals("请确认是您本人", person.text("h1"));
        person.picture("counter-pin");
        person.type("input[name=pin]", CampaignFixture.PIN);
        person.run("window.asked = []");
        person.tap("button.confirm");
    }

    @Test
    void whoeverIsNoPartnerSeesTheGuestsPage() {
        Corner corner = Corner.open();
        try (TestPhone guest = TestPhone.with(TestPhone.Language.EN, TestPhone.Script.ON)) {
            guest.open(base, corner.goods().cap(2, 0));
            guest.tap(".packet");
            guest.await(".won .amount");
            guest.open(base, corner.goods().boxes().code(0));
            assertFalse(guest.sees(".goods"), "a guest learns nothing of where it is");
            guest.open(base, "join/AAAAAAAAAAAAAAAAAAAAAAAAAAA");
            assertEquals("It was not done", guest.text("h1"));
            guest.picture("counter-no-invitation");
        }
    }

    /** A refusal is an answer, but the browser counts it as one of its complaints. */
    private static List<String> complaintsOf(TestPhone phone) {
        return phone.complaints().stream().filter(one -> !one.contains("403")).toList();
    }
}
