package dev.yima.gateway.scan.page;

import static dev.yima.gateway.scan.page.PageRequests.EVERYBODY_WINS;
import static dev.yima.gateway.scan.page.PageRequests.FORGED;
import static dev.yima.gateway.scan.page.PageRequests.as;
import static dev.yima.gateway.scan.page.PageRequests.code;
import static dev.yima.gateway.scan.page.PageRequests.form;
import static dev.yima.gateway.scan.page.PageRequests.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotCodec;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.visitor.VisitorCookies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page of a code says, and to whom. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ScanPageWordsTest {
    @Test
    void whoeverWonIsNotToldOfCopiesSinceSomebodyLooked() {
        LotCodec lot = PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS);
        String code = code(lot, 16);
        new Consumer().look(lot.code(16).text());
        String winner = given().get(code).cookie(VisitorCookies.COOKIE);
        as(winner)
                .get(code)
                .then()
                .body(allOf(
                        containsString("<h1>Genuine</h1>"),
                        containsString("unopened"),
                        containsString("Tap to open"),
                        not(containsString("copy"))));
        form().cookie(VisitorCookies.COOKIE, winner).post(code).then().statusCode(303);
        as(winner)
                .get(code)
                .then()
                .body(allOf(containsString("<h1>Genuine</h1>"), containsString("¥1.88"), not(containsString("copy"))));
        String other = given().get(code)
                .then()
                .body(containsString("<h1>Scanned before</h1>"))
                .extract()
                .asString();
        assertTrue(other.contains("by you in another browser"), other);
    }

    @ParameterizedTest
    @CsvSource({
        "freeze, LEAKED, Code out of use",
        "void, MISPRINTED, Code out of use",
        "freeze, STOLEN, Stop: stolen goods",
        "void, RECALLED, Stop: recalled",
        "void, COUNTERFEITED, Stop: may be a copy"
    })
    void aStopSaysWhatItMeansForTheOneWhoHoldsTheBottle(String action, String reason, String title) {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        LotCodec lot = shop.lot("Tea", EVERYBODY_WINS);
        assertEquals(
                reason,
                shop.shop()
                        .post("/api/v1/lots/" + lot.lot().text() + "/" + action, Map.of("reason", reason))
                        .getString("stopReason"));
        get(code(lot, 17), "text/html")
                .body(allOf(
                        containsString("<h1>" + title + "</h1>"),
                        containsString("href=\"tel:+862012345678\""),
                        not(containsString("Tap to open"))));
        get(code(lot, 17), "application/json").body("stopReason", equalTo(reason));
        shop.shop().post("/api/v1/lots/" + lot.lot().text() + "/" + action, Map.of("reason", "LEAKED"));
        get(code(lot, 17), "text/html").body(containsString("<h1>Code out of use</h1>"));
        if (action.equals("freeze")) {
            assertNull(shop.shop()
                    .post("/api/v1/lots/" + lot.lot().text() + "/unfreeze", Map.of())
                    .getString("stopReason"));
            get(code(lot, 17), "text/html").body(containsString("<h1>Genuine</h1>"));
        }
    }

    @Test
    void anEmptyPoolAndAPacketOfTomorrowDoNotPretendToBeADraw() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        Map<String, Object> one = Map.of("kind", "CASH", "amountMinor", 188, "count", 1);
        LotCodec lot = shop.lot("Tea", Map.of("name", "One", "prizes", List.of(one)));
        new Consumer().claim(lot.code(0).text());
        assertEquals("EMPTY", new Consumer().claim(lot.code(1).text()).getString("refusal"));
        get(code(lot, 2) + "?refusal=EMPTY", "text/html")
                .body(allOf(containsString("All packets are given"), not(containsString("No luck"))));
        String begins = TestClock.now()
                .plusSeconds(86_400)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        LotCodec early = shop.lot("Tea", Map.of("name", "Soon", "startsAt", begins, "prizes", List.of(one)));
        assertEquals("NOT_YET", new Consumer().claim(early.code(1).text()).getString("refusal"));
        get(code(early, 2), "text/html")
                .body(allOf(containsString("It can be opened from"), containsString("datetime=\"" + begins)));
    }

    @Test
    void aCouponAndALockedPacketShowTheirEnd() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        for (Map<String, Object> prize : List.<Map<String, Object>>of(
                Map.of("kind", "COUPON", "title", "One more", "validDays", 30, "priceMinor", 100, "count", 9),
                Map.of("kind", "CASH", "amountMinor", 188, "lockedDays", 7, "count", 9))) {
            LotCodec lot = shop.lot("Tea", Map.of("name", "Summer", "prizes", List.of(prize)));
            Consumer person = new Consumer();
            String ends = person.claim(lot.code(1).text()).getString("reward.expiresAt");
            for (String page : List.of(code(lot, 1), "/my/rewards")) {
                String html = person.get(page).asString();
                assertTrue(html.contains("<time datetime=\"" + ends.substring(0, 19)), ends + " in " + html);
                if (prize.containsKey("priceMinor")) {
                    assertTrue(html.contains("You pay ¥1.00 at the store."), html);
                }
            }
        }
    }

    @Test
    void aSetShowsWhatIsThereAndWhatIsMissing() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        List<Map<String, Object>> pieces = List.of(
                Map.of("kind", "PIECE", "title", "Tiger", "count", 99),
                Map.of("kind", "PIECE", "title", "Hare", "count", 99));
        LotCodec lot = shop.lot(
                "Tea",
                Map.of(
                        "name",
                        "Set",
                        "prizes",
                        pieces,
                        "bonuses",
                        List.of(Map.of(
                                "rule", "SET", "prize", Map.of("kind", "CASH", "amountMinor", 888, "count", 9)))));
        Consumer person = new Consumer();
        person.claim(lot.code(1).text());
        for (String page : List.of(code(lot, 1), "/my/rewards")) {
            person.get(page)
                    .then()
                    .body(allOf(containsString("1 of 2 collected"), containsString("<small>missing</small>")));
        }
    }

    @Test
    void whatStaffWroteIsTextAndNeverMarkup() {
        PhoneFixture shop = PhoneFixture.open("<b>Brand</b>", "#0a7d5a");
        String code = code(shop.lot("<script>alert('tea')</script>"), 9);
        String page = given().header("Accept", "text/html").get(code).asString();
        assertFalse(page.contains("<script>alert"), page);
        assertFalse(page.contains("<b>Brand"), page);
        assertTrue(page.contains("&lt;script&gt;alert(&#39;tea&#39;)&lt;/script&gt;"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans-CN", "fr, zh-TW;q=0.5"})
    void aChineseReaderReadsChinese(String language) {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS), 10);
        given().header("Accept-Language", language)
                .get(code)
                .then()
                .header("Content-Language", "zh-CN")
                .body(allOf(containsString("<html lang=\"zh-CN\">"), containsString("正品"), containsString("红包")));
        given().header("Accept-Language", language).get("/my/rewards").then().body(containsString("我的奖励"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "en-GB", "fr", "*", ";;;nonsense===", "-"})
    void anybodyElseReadsEnglish(String language) {
        given().header("Accept-Language", language)
                .get(FORGED)
                .then()
                .statusCode(200)
                .body(allOf(containsString("<html lang=\"en\">"), containsString("Not recognised")));
    }

    @Test
    void aFrozenLotWarns() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        LotCodec lot = shop.lot("Tea", EVERYBODY_WINS);
        String code = code(lot, 11);
        shop.act(lot, "freeze");
        get(code, "text/html")
                .body(allOf(
                        containsString("Stop: do not use"),
                        containsString("Please contact Green Hill"),
                        containsString("+86 20 1234 5678"),
                        not(containsString("Tap to open"))));
        shop.act(lot, "void");
        get(code, "text/html").body(containsString("Stop: withdrawn"));
    }
}
