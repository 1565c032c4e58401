package dev.yima.gateway.scan.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.Code;
import dev.yima.codec.LotCodec;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** People with phones, in a real browser. Each leaves a picture of what they saw in target/screenshots. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ConsumerPhoneTest {
    /** Longer than Redis is told of a claim behind its answer, with room for a loaded machine. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);

    private static final Map<String, Object> CASH = campaign(1_000, Map.of("kind", "CASH", "amountMinor", 188));
    private static final Map<String, Object> POINTS = campaign(1_000, Map.of("kind", "POINTS", "points", 50));
    private static final String FORGED = "0C1S1YNT84EZMPS4";

    @AfterAll
    static void throwPhonesAway() {
        TestPhone.throwAway();
    }

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI base;

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void theFirstPersonWinsAndTheSecondIsTold(TestPhone.Language language) {
        Code code = shop().lot("Ripe Pu'er 普洱茶, 500 ml", CASH).code(7);
        try (TestPhone first = TestPhone.with(language, TestPhone.Script.ON);
                TestPhone second = TestPhone.with(language, TestPhone.Script.ON)) {
            first.open(base, code.text());
            assertEquals(language.pick("Genuine", "正品"), first.text("h1"));
            assertTrue(first.runs("again"), "the page's script runs");
            first.picture("first");
            first.tap(".packet");
            first.await(".won .amount");
            first.settle();
            assertEquals("¥1.88", first.text(".won .amount"));
            first.picture("won");

            // What keeps the packet shut for others is told to Redis behind the answer.
            Eventually.isTrue(TOLD_WITHIN, () -> {
                second.open(base, code.grouped().toLowerCase(java.util.Locale.ROOT));
                return !second.sees(".packet");
            });
            assertEquals(language.pick("Scanned before", "此码已被扫过"), second.text("h1"));
            assertEquals(language.pick("Already opened", "红包已被领取"), second.text(".prize h2"));
            assertFalse(second.sees(".packet"));
            second.picture("taken");

            first.open(base, code.text());
            assertEquals(language.pick("Genuine", "正品"), first.text("h1"));
            assertEquals("¥1.88", first.text(".won .amount"));
            first.tap("a[href^='/c/']");
            first.await(".terms code");
            assertEquals(language.pick("Organiser", "主办方"), first.text(".about dt"));
            first.picture("campaign");
            first.open(base, code.text());
            first.tap(".pill");
            first.await(".list .amount");
            assertEquals("¥1.88", first.text(".list .amount"));
            first.picture("rewards");
            assertEquals(List.of(), first.complaints());
            assertEquals(List.of(), second.complaints());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void whatIsNotInOrderIsSeenAtOnce(TestPhone.Language language) {
        PhoneFixture shop = shop();
        LotCodec lot = shop.lot("Spring Water", CASH);
        try (TestPhone phone = TestPhone.with(language, TestPhone.Script.ON)) {
            phone.open(base, FORGED);
            assertEquals(language.pick("Not recognised", "未能识别"), phone.text("h1"));
            phone.picture("not-recognised");
            shop.act(lot, "freeze");
            phone.open(base, lot.code(1).text());
            assertEquals(language.pick("Stop: do not use", "请勿使用"), phone.text("h1"));
            phone.picture("frozen");
            shop.act(lot, "void");
            phone.open(base, lot.code(2).text());
            assertEquals(language.pick("Stop: withdrawn", "已停用"), phone.text("h1"));
            phone.picture("void");
            phone.open(base, "my/rewards");
            phone.picture("rewards-empty");
            assertEquals(List.of(), phone.complaints());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void withoutJavaScriptThePacketOpensToo(TestPhone.Language language) {
        Code code = shop().lot("Oolong", POINTS).code(3);
        try (TestPhone phone = TestPhone.with(language, TestPhone.Script.OFF)) {
            phone.open(base, code.text());
            assertFalse(phone.runs("again"), "the page's script ran");
            phone.tap(".packet");
            phone.await(".won .amount");
            assertEquals("50", phone.text(".won .amount"));
            phone.picture("without-script");
            phone.open(base, "my/rewards");
            assertEquals("50", phone.text(".balance b"));
            phone.picture("rewards-points");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    @EnabledIfSystemProperty(named = "test.full", matches = "true")
    void whoeverIsTooLateIsToldSoAndNotOfLuck(TestPhone.Language language) {
        LotCodec lot = shop().lot("Oolong", campaign(1, Map.of("kind", "POINTS", "points", 50)));
        try (TestPhone lucky = TestPhone.with(language, TestPhone.Script.OFF);
                TestPhone late = TestPhone.with(language, TestPhone.Script.ON)) {
            late.open(base, lot.code(2).text());
            lucky.open(base, lot.code(1).text());
            lucky.tap(".packet");
            lucky.await(".won");
            late.tap(".packet");
            late.await(".dull");
            assertEquals(language.pick("All packets are given", "红包已发完"), late.text(".prize h2"));
            late.picture("too-late");
            assertEquals(List.of(), late.complaints());
        }
    }

    @Test
    void someHaveNoLuck() {
        Map<String, Object> prize = Map.of("kind", "POINTS", "points", 50, "count", 1);
        LotCodec lot = shop().lot("Oolong", Map.of("name", "Hard luck", "claims", 1_000_000, "prizes", List.of(prize)));
        try (TestPhone phone = TestPhone.with(TestPhone.Language.ZH, TestPhone.Script.ON)) {
            phone.open(base, lot.code(2).text());
            phone.tap(".packet");
            phone.await(".dull");
            assertEquals("这次没有中奖", phone.text(".prize h2"));
            phone.picture("no-luck");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void theWheelTurnsAndTheCouponIsOnThePage(TestPhone.Language language) {
        Map<String, Object> coupon =
                Map.of("kind", "COUPON", "title", "再来一瓶 one more", "validDays", 30, "priceMinor", 100, "count", 9);
        Map<String, Object> cash = Map.of("kind", "CASH", "amountMinor", 888, "count", 1);
        List<Map<String, Object>> never = List.of(cash, Map.of("kind", "POINTS", "points", 5, "count", 1));
        Map<String, Object> wheel = Map.of(
                "name",
                "Wheel",
                "look",
                "WHEEL",
                "claims",
                1_000_000,
                "draw",
                "ODDS",
                "prizes",
                List.of(withOdds(coupon, 999_998), withOdds(never.get(0), 1), withOdds(never.get(1), 1)));
        Code code = shop().lot("Oolong", wheel).code(1);
        try (TestPhone phone = TestPhone.with(language, TestPhone.Script.ON)) {
            phone.open(base, code.text());
            phone.picture("wheel");
            phone.tap(".turn");
            phone.await(".won .amount");
            phone.settle();
            assertEquals("再来一瓶 one more", phone.text(".won .amount"));
            assertEquals(12, phone.text(".won .code").length());
            phone.picture("coupon");
            phone.open(base, "my/rewards");
            assertEquals(12, phone.text(".list .code").length());
            phone.picture("rewards-coupon");
            assertEquals(List.of(), phone.complaints());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yima.gateway.scan.page.TestPhone#languages")
    void theNextBottleOpensALockedPacketAndAGiftAsksForAnAddress(TestPhone.Language language) {
        LotCodec locked =
                shop().lot("Oolong", campaign(3, Map.of("kind", "CASH", "amountMinor", 188, "lockedDays", 7)));
        PhoneFixture shop = shop();
        LotCodec gift = shop.lot(
                "Oolong",
                Map.of(
                        "name",
                        "Bicycles",
                        "limits",
                        Map.of("perPerson", 1),
                        "prizes",
                        List.of(Map.of("kind", "GIFT", "title", "自行车 bicycle", "count", 3))));
        try (TestPhone phone = TestPhone.with(language, TestPhone.Script.ON)) {
            openPacket(phone, locked.code(1));
            phone.picture("locked");
            openPacket(phone, locked.code(2));
            assertTrue(phone.sees(".prize + .note"), "the earlier one opened");
            phone.picture("opened-too");
            phone.open(base, "my/rewards");
            phone.picture("rewards-locked");
            openPacket(phone, gift.code(1));
            phone.picture("gift");
            phone.open(base, gift.code(2).text());
            phone.tap(".packet");
            phone.await(".dull");
            phone.settle();
            phone.picture("refused");
            phone.open(base, "my/rewards");
            phone.picture("rewards-gift");
            phone.type("input[name=name]", "Li Lei");
            phone.type("input[name=phone]", "13800138000");
            phone.type("input[name=address]", "1 Renmin Road");
            phone.tap(".address .pill");
            phone.await(".gift b");
            assertTrue(phone.text(".gift b").contains("1 Renmin Road"), "the address is confirmed");
            phone.picture("rewards-addressed");
            phone.tap("summary");
            phone.type("input[name=address]", ", back door");
            phone.tap(".address .pill");
            Eventually.isTrue(() -> phone.text(".gift b").endsWith("1 Renmin Road, back door"));
            String won = gifts(shop).getString("items[0].id");
            shop.shop().post("/api/v1/gifts/" + won + "/ship", Map.of("tracking", "SF1234567890"));
            phone.open(base, "my/rewards");
            assertEquals("SF1234567890", phone.text(".gift .code"));
            assertFalse(phone.sees(".address"), "what was sent goes where it was sent to");
            assertEquals(List.of(), phone.complaints());
        }
    }

    private void openPacket(TestPhone phone, Code code) {
        phone.open(base, code.text());
        phone.tap(".packet");
        phone.await(".won .amount");
        phone.settle();
    }

    private static JsonPath gifts(PhoneFixture shop) {
        return shop.shop().asStaff().get("/api/v1/gifts").jsonPath();
    }

    private static Map<String, Object> withOdds(Map<String, Object> prize, int perMillion) {
        Map<String, Object> line = new java.util.HashMap<>(prize);
        line.put("perMillion", perMillion);
        return line;
    }

    @Test
    void aLostAnswerIsAskedForAgainWithTheSameKey() {
        Code code = shop().lot("Oolong", CASH).code(5);
        try (TestPhone phone = TestPhone.with(TestPhone.Language.EN, TestPhone.Script.ON)) {
            phone.open(base, code.text());
            phone.run("""
                    const real = window.fetch;
                    window.keys = [];
                    window.fetch = async (address, options) => {
                      const key = options.headers['Idempotency-Key'];
                      const answer = await real(address, options);
                      if (key && window.keys.push(key) === 1) throw new TypeError('the answer is lost');
                      return answer;
                    };
                    """);
            phone.tap(".packet");
            phone.await(".won .amount");
            phone.settle();
            assertEquals("¥1.88", phone.text(".won .amount"));
            List<String> keys = phone.texts("window.keys");
            assertEquals(2, keys.size());
            assertEquals(keys.get(0), keys.get(1));
            assertTrue(keys.get(0).length() >= 32, keys.get(0));
        }
    }

    /** A browser that keeps no cookies although it says that it does, as some that are built into apps. */
    @Test
    void aBrowserThatKeepsNoCookiesOpensNothing() {
        PhoneFixture shop = shop();
        LotCodec lot = shop.lot("Oolong", CASH);
        TestPhone phone = TestPhone.with(TestPhone.Language.EN, TestPhone.Script.ON);
        try {
            phone.forgetsCookies();
            phone.open(base, lot.code(6).text());
            phone.tap(".packet");
            phone.await(".oops:not([hidden])");
            assertTrue(phone.text(".oops").startsWith("Please allow cookies"), phone.text(".oops"));
            phone.picture("no-cookies");
        } finally {
            phone.throwItAway();
        }
        assertEquals(
                0,
                shop.shop()
                        .asStaff()
                        .get("/api/v1/lots/" + lot.lot().text())
                        .jsonPath()
                        .getInt("claimed"));
    }

    @Test
    void aSlowNetworkIsToldOfAndPaidArrivesByItself() {
        Code code = shop().lot("Oolong", CASH).code(8);
        try (TestPhone phone = TestPhone.with(TestPhone.Language.EN, TestPhone.Script.ON)) {
            phone.open(base, code.text());
            phone.run("""
                    const real = window.fetch, soon = window.setTimeout;
                    window.setTimeout = (then, ms) => soon(then, ms === 4000 ? 10 : ms);
                    window.fetch = async (address, options) => {
                      if (options.headers['Idempotency-Key']) await new Promise(done => { window.go = done; });
                      return real(address, options);
                    };
                    """);
            phone.tap(".packet");
            Eventually.isTrue(() -> phone.text(".tap").startsWith("Still trying"));
            Eventually.isTrue(() -> phone.runs("go"));
            phone.run("go()");
            phone.await(".won .amount");
            Eventually.isTrue(() -> phone.text(".front").equals("Paid"));
        }
    }

    private static PhoneFixture shop() {
        return PhoneFixture.open("Green Hill 青山", "#0b5c8a");
    }

    private static Map<String, Object> campaign(int count, Map<String, Object> prize) {
        Map<String, Object> line = new java.util.HashMap<>(prize);
        line.put("count", count);
        return Map.of("name", "Summer", "prizes", List.of(line));
    }
}
