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
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotCodec;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.visitor.VisitorCookies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a printed code opens. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ScanPageTest {
    private static final int BYTES_MAX = 60_000;
    private static final String FORGED = "/0C1S1YNT84EZMPS4";
    private static final Pattern SUBRESOURCE =
            Pattern.compile("(?:src|href|action)=\"([^\"]*)\"|url\\(([^)]*)\\)|@import");
    private static final Map<String, Object> EVERYBODY_WINS = Map.of(
            "name",
            "Summer",
            "prizes",
            List.of(Map.of("kind", "CASH", "amountMinor", 188, "count", PhoneFixture.LOT_SIZE)));

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
        Response opened = form().post(code);
        assertEquals(303, opened.statusCode());
        assertEquals(code, opened.header("Location"));
        String winner = opened.cookie(VisitorCookies.COOKIE);

        as(winner).get(code).then().body(allOf(containsString("¥1.88"), containsString("On its way to you")));
        given().get(code)
                .then()
                .body(allOf(
                        containsString("Already opened"), containsString("Scanned before"), not(containsString("¥"))));
        String late = form().post(code).cookie(VisitorCookies.COOKIE);
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
        return address.startsWith("data:image/svg+xml,") || address.matches("/[^/].*");
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
