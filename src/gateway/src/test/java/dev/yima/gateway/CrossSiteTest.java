package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages of other sites neither act as a visitor, nor plant a cookie, nor wipe one. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CrossSiteTest {
    private static final List<Map<String, String>> ELSEWHERE = List.of(
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"),
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Referer", "https://evil.example/page"),
            Map.of("Referer", "https://evil.example:%%/"),
            Map.of());

    @Test
    void aFormOfAnotherSiteIsLedToThePageAndDoesNothing() {
        ShopFixture shop = ShopFixture.fresh("Planted");
        TestLot lot = shop.activeLot(20, shop.runningCampaign(20, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":20}]"));
        String cookie = new Consumer().send(Map.of("code", lot.code(19))).cookie("yima_member");
        int serial = 0;
        for (Map<String, String> headers : ELSEWHERE) {
            String code = lot.code(serial++);
            for (String known : Arrays.asList(null, cookie)) {
                Response led = form(known, headers, "/" + code);
                assertEquals(303, led.statusCode(), headers.toString());
                assertTrue(led.header("Location").endsWith("/" + code), led.header("Location"));
                assertNull(led.header("Set-Cookie"), headers.toString());
            }
            assertEquals(1, new Consumer().claim(code).getInt("reward.points"), "nobody has opened it");
        }
        assertTrue(form(null, Map.of(), "/partner/coupons").header("Location").endsWith("/partner"));
        assertTrue(
                form(null, Map.of(), "/my/rewards/1/retry").header("Location").endsWith("/my/rewards"));
    }

    @Test
    void nobodyIsLedToAnotherHost() {
        for (String path : List.of("//evil.example", "//evil.example/..", "/%5Cevil.example", "/%2F%2Fevil.example")) {
            Response led = form(null, Map.of("Origin", "https://evil.example"), path);
            String location = String.valueOf(led.header("Location"));
            assertTrue(!location.contains("//evil") && !location.contains("\\"), path + " led to " + location);
        }
    }

    @Test
    void aFormOfOurPageIsTaken() {
        ShopFixture shop = ShopFixture.fresh("Ours");
        TestLot lot = shop.activeLot(5, shop.runningCampaign(5, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":5}]"));
        String host = "localhost:" + RestAssured.port;
        int serial = 0;
        for (Map<String, String> headers : List.of(
                Map.of("Sec-Fetch-Site", "same-origin"),
                Map.of("Sec-Fetch-Site", "none"),
                Map.of("Origin", "http://" + host),
                Map.of("Origin", "null", "Referer", "http://" + host + "/0C1S1YNT84EZMPS4"))) {
            String code = lot.code(serial++);
            String somebody = given().get("/" + code).cookie("yima_member");
            assertEquals(303, form(somebody, headers, "/" + code).statusCode());
            assertNull(new Consumer().claim(code).get("reward"), "it was opened: " + headers);
        }
    }

    @Test
    void aScriptOfAnotherSiteIsRefusedByTheApi() {
        ShopFixture shop = ShopFixture.fresh("Script");
        TestLot lot = shop.activeLot(2, shop.runningCampaign(2, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":2}]"));
        for (Map<String, String> headers : List.of(
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Origin", "https://evil.example", "Authorization", "Basic Zm9vOmJhcg=="),
                Map.of("Sec-Fetch-Site", "cross-site"))) {
            Response refused = scan(headers, lot.code(0));
            assertEquals(403, refused.statusCode(), headers.toString());
            assertEquals(
                    "https://yima.dev/problems/cross-site", refused.jsonPath().getString("type"));
            assertNull(refused.header("Set-Cookie"));
        }
        String miniProgram = "https://servicewechat.com/wx0123456789abcdef/1/page-frame.html";
        assertEquals(
                200, scan(Map.of("Referer", miniProgram), lot.code(1)).statusCode(), "it has a Referer of its own");
        assertEquals(1, new Consumer().claim(lot.code(0)).getInt("reward.points"), "a program says nothing of itself");
    }

    @Test
    void overHttpsTheCookieBelongsToThisHostAlone() {
        ShopFixture shop = ShopFixture.fresh("Tossed");
        TestLot lot = shop.activeLot(2, shop.runningCampaign(2, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":2}]"));
        Response first = secure(null, lot.code(0));
        assertTrue(first.header("Set-Cookie").startsWith("__Host-yima_member="), first.header("Set-Cookie"));
        assertTrue(first.header("Set-Cookie").contains("; Secure"));
        assertEquals("max-age=31536000", first.header("Strict-Transport-Security"));
        assertEquals("nosniff", first.header("X-Content-Type-Options"));
        assertEquals("no-store", given().get("/api/v1/me").header("Cache-Control"));

        String cookie = first.cookie("__Host-yima_member");
        assertEquals(
                first.jsonPath().getString("reward.id"),
                secure("__Host-yima_member=" + cookie, lot.code(0)).jsonPath().getString("reward.id"));
        assertNull(
                secure("yima_member=" + cookie, lot.code(0)).jsonPath().get("reward"),
                "a cookie that another host of the domain may have set");
        Response plain = given().get("/q-nothing");
        assertEquals("nosniff", plain.header("X-Content-Type-Options"));
        assertNull(plain.header("Strict-Transport-Security"));
        List<String> ofPage = plain.headers().getValues("Content-Security-Policy");
        assertEquals(1, ofPage.size(), "browsers hold a page to each that it has: " + ofPage);
        assertTrue(ofPage.get(0).contains("'nonce-"), ofPage.get(0));
        for (Response noPage : List.of(first, given().get("/robots.txt"))) {
            assertEquals(
                    List.of("default-src 'none'; frame-ancestors 'none'"),
                    noPage.headers().getValues("Content-Security-Policy"));
        }
    }

    private static Response scan(Map<String, String> headers, String code) {
        return given().headers(headers)
                .contentType(ContentType.JSON)
                .body(Map.of("code", code))
                .post("/api/v1/scans");
    }

    private static Response secure(@Nullable String cookie, String code) {
        var request = given().header("X-Forwarded-Proto", "https")
                .contentType(ContentType.JSON)
                .body(Map.of("code", code));
        return (cookie == null ? request : request.header("Cookie", cookie)).post("/api/v1/scans");
    }

    private static Response form(@Nullable String cookie, Map<String, String> headers, String path) {
        var request =
                given().redirects().follow(false).urlEncodingEnabled(false).headers(headers);
        return (cookie == null ? request : request.cookie("yima_member", cookie))
                .contentType("application/x-www-form-urlencoded")
                .post(path);
    }
}
