package dev.yima.gateway.scan.page;

import static dev.yima.gateway.scan.page.PageRequests.EVERYBODY_WINS;
import static dev.yima.gateway.scan.page.PageRequests.FORGED;
import static dev.yima.gateway.scan.page.PageRequests.as;
import static dev.yima.gateway.scan.page.PageRequests.code;
import static dev.yima.gateway.scan.page.PageRequests.form;
import static dev.yima.gateway.scan.page.PageRequests.get;
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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotCodec;
import dev.yima.gateway.OwnerPool;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a printed code opens. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ScanPageTest {
    /** What README and CHANGELOG say of the page. */
    private static final int BYTES_MAX = 32_000;

    private static final int BYTES_SENT_MAX = 10_000;
    private static final Pattern SUBRESOURCE =
            Pattern.compile("(?:src|href|action)=\"([^\"]*)\"|url\\(([^)]*)\\)|@import");

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
        raw().header("Accept", "text/html")
                .get(path)
                .then()
                .statusCode(404)
                .body(containsString("Not recognised"))
                .body(containsString("A code has 16 letters and digits."))
                .body(containsString("name=\"code\""));
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
        Response secure = given().redirects()
                .follow(false)
                .header("X-Forwarded-Proto", "https")
                .get("/language/zh-CN");
        assertTrue(secure.header("Set-Cookie").startsWith("__Host-yima_language=zh-CN; Path=/; "));
        assertTrue(secure.header("Set-Cookie").endsWith("; Secure"));
        given().header("X-Forwarded-Proto", "https")
                .cookies(secure.cookies())
                .get(FORGED)
                .then()
                .body(containsString("未能识别"));
    }

    private static boolean isOurs(String address) {
        return address.startsWith("data:image/svg+xml,")
                || address.startsWith("tel:")
                || address.matches("/(?:[^/].*)?");
    }

    private static String policy(String path) {
        Response page = given().header("Accept", "text/html").get(path);
        String policy = page.header("Content-Security-Policy");
        String body = new String(page.asByteArray(), UTF_8);
        String nonce = policy.replaceAll(".*script-src 'nonce-([^']+)'.*", "$1");
        assertTrue(body.contains("<script nonce=\"" + nonce + "\">"), body);
        return policy;
    }

    private static RequestSpecification raw() {
        return given().urlEncodingEnabled(false);
    }
}
