package dev.yima.gateway.scan.page;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotCodec;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.visitor.VisitorCookies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a printed code opens. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ScanPageTest {
    /** What README and CHANGELOG say of the page. */
    private static final int BYTES_MAX = 32_000;

    private static final int BYTES_SENT_MAX = 10_000;
    private static final String FORGED = "/0C1S1YNT84EZMPS4";
    private static final Pattern SUBRESOURCE =
            Pattern.compile("(?:src|href|action)=\"([^\"]*)\"|url\\(([^)]*)\\)|@import");
    private static final Map<String, Object> EVERYBODY_WINS = Map.of(
            "name",
            "Summer",
            "prizes",
            List.of(Map.of("kind", "CASH", "amountMinor", 188, "count", PhoneFixture.LOT_SIZE)));

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
                "text/html, application/json;q=0.9"
            })
    void aBrowserGetsThePage(String accept) {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea"), 1);
        get(code, accept)
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .body(allOf(containsString("<h1>Genuine</h1>"), containsString("Tea"), containsString("Green Hill")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json, text/plain, */*"})
    void aProgramGetsTheVerdict(String accept) {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea"), 2);
        get(code, accept)
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .header("Set-Cookie", startsWith(VisitorCookies.COOKIE))
                .body("verdict", equalTo("GENUINE_FIRST"))
                .body("memberId", notNullValue())
                .body("reward", nullValue());
    }

    @Test
    void theGs1FormOpensTheSameCode() {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea"), 3);
        get("/01/09506000134352/21" + code, "*/*").statusCode(200).body(containsString("<h1>Genuine</h1>"));
        get("/01/09506000134352/21" + code, "application/json").body("verdict", equalTo("GENUINE_FIRST"));
    }

    @Test
    void lookingClaimsAndRecordsNothing() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        LotCodec lot = shop.lot("Tea", EVERYBODY_WINS);
        String code = code(lot, 4);
        for (int i = 0; i < 3; i++) {
            get(code, "text/html").statusCode(200).body(containsString("Tap to open"));
            get(code, "application/json")
                    .body("scanCount", equalTo(0))
                    .body("verdict", equalTo("GENUINE_FIRST"))
                    .body("reward", nullValue());
        }
        given().header("Authorization", shop.bearer())
                .get("/api/v1/lots/" + lot.lot().text())
                .then()
                .body("scanned", equalTo(0))
                .body("claimed", equalTo(0));
    }

    @Test
    void theFormOpensThePacketOnceWithoutJavaScript() {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS), 5);
        String somebody = given().get(code).cookie(VisitorCookies.COOKIE);
        Response opened = form().cookie(VisitorCookies.COOKIE, somebody).post(code);
        assertEquals(303, opened.statusCode());
        assertEquals(code, opened.header("Location"));
        String winner = opened.cookie(VisitorCookies.COOKIE) == null ? somebody : opened.cookie(VisitorCookies.COOKIE);

        as(winner).get(code).then().body(allOf(containsString("¥1.88"), containsString("On its way to you")));
        given().get(code)
                .then()
                .body(allOf(
                        containsString("Already opened"), containsString("Scanned before"), not(containsString("¥"))));
        String late = given().get(code).cookie(VisitorCookies.COOKIE);
        form().cookie(VisitorCookies.COOKIE, late).post(code).then().statusCode(303);
        as(late).get(code).then().body(allOf(containsString("Already opened"), not(containsString("¥"))));
        form().cookie(VisitorCookies.COOKIE, winner).post(code).then().statusCode(303);
        as(winner)
                .header("Accept-Language", "en")
                .get("/my/rewards")
                .then()
                .statusCode(200)
                .body(allOf(containsString("¥1.88"), containsString("<time datetime=\"")));
        as(winner).get("/api/v1/me").then().body("rewards.size()", equalTo(1));
    }

    @Test
    void anotherSitesFormOpensNothingAndKeepsTheCookie() {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS), 6);
        given().header("Sec-Fetch-Site", "cross-site")
                .redirects()
                .follow(false)
                .post(code)
                .then()
                .statusCode(303)
                .header("Location", code)
                .header("Set-Cookie", nullValue());
        get(code, "text/html").body(containsString("Tap to open"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello", "/%2F%2Fevil.example", "/%0d%0aSet-Cookie:x", "/favicon.ico"})
    void whatIsNoCodeIsNotRecognised(String path) {
        raw().header("Accept", "text/html").get(path).then().statusCode(404).body(containsString("Not recognised"));
        raw().header("Accept", "application/json")
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("https://yima.dev/problems/malformed-code"));
        raw().header("Sec-Fetch-Site", "cross-site").post(path).then().statusCode(404);
    }

    @Test
    void aForgeryLooksLikeACodeThatIsNotOnSale() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        get(FORGED, "text/html").statusCode(200).body(containsString("Not recognised"));
        get(FORGED, "application/json").body("verdict", equalTo("NOT_ACTIVE"));
        given().header("Authorization", shop.bearer())
                .header("Accept", "application/json")
                .get(FORGED)
                .then()
                .body("verdict", equalTo("UNKNOWN"));
    }

    @Test
    void thePageIsOneSmallAnswerThatAsksNobodyElse() {
        Response page = given().header("Accept", "text/html")
                .get(code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS), 7));
        assertTrue(page.asByteArray().length < BYTES_MAX, "bytes=" + page.asByteArray().length);
        Matcher found = SUBRESOURCE.matcher(page.asString());
        while (found.find()) {
            String address = found.group(1);
            assertTrue(address != null && isOurs(address), found.group());
        }
    }

    @Test
    void onlyThePagesOwnStyleAndScriptMayRun() {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea"), 8);
        String policy = policy(code);
        assertNotEquals(policy, policy(code), "the nonce is used once");
        String nonce = policy.replaceAll(".*script-src 'nonce-([^']+)'.*", "$1");
        assertEquals(
                "default-src 'none'; style-src 'nonce-N'; script-src 'nonce-N'; img-src 'self' data:;"
                        + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                policy.replace(nonce, "N"));
        given().header("Accept", "text/html")
                .get(code)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store")
                .body(not(containsString(" style=\"")));
    }

    @Test
    void aBrowserThatReadsGzipIsSentAThirdOfThePage() throws Exception {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS), 12);
        HttpURLConnection page = (HttpURLConnection) URI.create(RestAssured.baseURI + ":" + RestAssured.port + code)
                .toURL()
                .openConnection();
        page.setRequestProperty("Accept", "text/html");
        page.setRequestProperty("Accept-Encoding", "gzip");
        byte[] sent = page.getInputStream().readAllBytes();
        assertEquals("gzip", page.getContentEncoding());
        assertTrue(sent.length < BYTES_SENT_MAX, "bytes=" + sent.length);
        String read = new String(new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes(), UTF_8);
        assertTrue(read.contains("<h1>Genuine</h1>"), read);
    }

    @Test
    void aScriptIsSentOnlyWhatChanges() {
        String code = code(PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea", EVERYBODY_WINS), 13);
        String content = given().header("Accept", "text/html")
                .header("Prefer", "return=minimal")
                .get(code)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "return=minimal")
                .extract()
                .asString();
        assertTrue(content.startsWith("<main") && content.endsWith("</main>"), content);
        assertTrue(content.length() < 5_000, "length=" + content.length());
    }

    @Test
    void withoutCookiesNothingIsOpenedForNobody() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        LotCodec lot = shop.lot("Tea", EVERYBODY_WINS);
        String code = code(lot, 14);
        given().get(code).then().statusCode(200);
        Response asked = form().post(code);
        asked.then()
                .statusCode(200)
                .header("Set-Cookie", startsWith(VisitorCookies.COOKIE))
                .body(allOf(
                        containsString("<p class=\"oops\" role=\"alert\">Please allow cookies"),
                        containsString("Tap to open")));
        given().header("Authorization", shop.bearer())
                .get("/api/v1/lots/" + lot.lot().text())
                .then()
                .body("claimed", equalTo(0));
        as(asked.cookie(VisitorCookies.COOKIE)).get(code).then().body(containsString("<h1>Genuine</h1>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/{code}/",
                "/{code}%EF%BC%8C",
                "/{code}%20",
                "/{code}.",
                "/{code}%E3%80%82",
                "/{code}%29",
                "/{code}%C2%A0",
                "/01/09506000134352/21/{code}/",
                "/01/09506000134352/21/{code}%EF%BC%8C",
                "/01/09506000134352/22/2A/10/LOT1/21/{code}",
                "/01/09506000134352/10/LOT1/21/{code}?17=271231",
                "/01/09506000134352/10/LOT1/21/{code}/235/TPX/"
            })
    void whatStandsAroundACodeIsDropped(String address) {
        String code =
                PhoneFixture.open("Green Hill", "#0a7d5a").lot("Tea").code(15).text();
        String path = address.replace("{code}", code);
        raw().header("Accept", "text/html").get(path).then().statusCode(200).body(containsString("<h1>Genuine</h1>"));
        raw().header("Accept", "application/json").get(path).then().body("verdict", equalTo("GENUINE_FIRST"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/c/unknown",
                "/c/00000000-0000-7000-8000-000000000000",
                "/01/09506000134352",
                "/no/such/page",
                "/partner/nothing"
            })
    void anUnknownAddressIsAnsweredInWords(String path) {
        get(path, "text/html")
                .statusCode(404)
                .contentType("text/html;charset=UTF-8")
                .body(allOf(containsString("There is no such page"), containsString("<input name=\"code\"")));
        get(path, "application/json").statusCode(404).contentType("application/problem+json");
    }

    @Test
    void theAddressWithoutACodeIsAPageWhereOneCanBeTyped() {
        get("/", "text/html").statusCode(200).body(containsString("<h1>Scan the code on the product</h1>"));
        given().redirects()
                .follow(false)
                .queryParam("code", " 0c1s-1ynt ")
                .get("/")
                .then()
                .statusCode(303)
                .header("Location", "/0c1s-1ynt");
    }

    @Test
    void theHostOfABrandHasItsFaceAndItsTelephone() {
        PhoneFixture shop = PhoneFixture.open("Green Hill", "#0a7d5a");
        String host = "q" + System.nanoTime() + ".example";
        shop.shop().asStaff().body(Map.of("contact", "+86 (20) 1234-5678")).patch("/api/v1/brand");
        owner.get()
                .preparedQuery("UPDATE brand SET host = $1 WHERE id = $2")
                .execute(Tuple.of(
                        host,
                        UUID.fromString(shop.shop()
                                .asStaff()
                                .get("/api/v1/brand")
                                .jsonPath()
                                .getString("id"))))
                .await()
                .indefinitely();
        for (String path : List.of("/", FORGED, "/hello")) {
            given().header("Accept", "text/html")
                    .header("Host", host)
                    .get(path)
                    .then()
                    .body(allOf(containsString("Green Hill"), containsString("href=\"tel:+862012345678\"")));
        }
        get(FORGED, "text/html").body(not(containsString("Green Hill")));
    }

    @Test
    void aReaderChoosesTheLanguage() {
        Response chosen = given().redirects()
                .follow(false)
                .header("Referer", "https://q.example.com" + FORGED + "?as=guest")
                .get("/language/zh-CN");
        assertEquals(303, chosen.statusCode());
        assertEquals(FORGED + "?as=guest", chosen.header("Location"));
        given().cookies(chosen.cookies())
                .header("Accept-Language", "en")
                .get(FORGED)
                .then()
                .body(allOf(containsString("未能识别"), containsString("href=\"/language/en\"")));
        given().redirects()
                .follow(false)
                .header("Referer", "https://evil.example//evil.example/x")
                .get("/language/en")
                .then()
                .header("Location", "/");
    }

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
        person.get(code(lot, 1))
                .then()
                .body(allOf(containsString("1 of 2 collected"), containsString("<small>missing</small>")));
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

    private static boolean isOurs(String address) {
        return address.startsWith("data:image/svg+xml,")
                || address.startsWith("tel:")
                || address.matches("/(?:[^/].*)?");
    }

    private static String code(LotCodec lot, int serial) {
        return "/" + lot.code(serial).text();
    }

    private static String policy(String path) {
        Response page = given().header("Accept", "text/html").get(path);
        String policy = page.header("Content-Security-Policy");
        String body = new String(page.asByteArray(), UTF_8);
        String nonce = policy.replaceAll(".*script-src 'nonce-([^']+)'.*", "$1");
        assertTrue(body.contains("<script nonce=\"" + nonce + "\">"), body);
        return policy;
    }

    private static RequestSpecification form() {
        return given().header("Sec-Fetch-Site", "same-origin").redirects().follow(false);
    }

    private static RequestSpecification raw() {
        return given().urlEncodingEnabled(false);
    }

    private static RequestSpecification as(String cookie) {
        return given().cookie(VisitorCookies.COOKIE, cookie);
    }

    private static io.restassured.response.ValidatableResponse get(String path, String accept) {
        return given().header("Accept", accept).get(path).then();
    }
}
