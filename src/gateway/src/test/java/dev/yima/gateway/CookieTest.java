package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** The person is a signed cookie, and nothing else. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CookieTest {
    @Test
    void theCookieIsForThisServiceOnly() {
        String header = scan("", "0C1S1YNT84EZMPS4").header("Set-Cookie");
        assertTrue(header.startsWith("yima_member="));
        assertTrue(header.contains("; HttpOnly"));
        assertTrue(header.contains("; SameSite=Lax"));
        assertFalse(header.contains("; Secure"));
        String behindProxy = given().contentType(ContentType.JSON)
                .header("X-Forwarded-Proto", "https")
                .body("{\"code\":\"0C1S1YNT84EZMPS4\"}")
                .post("/api/v1/scans")
                .header("Set-Cookie");
        assertTrue(behindProxy.contains("; Secure"));
    }

    @Test
    void aCookieThatWasTamperedWithIsAStrangers() {
        ShopFixture shop = ShopFixture.fresh("Tampered");
        TestLot lot = shop.activeLot(10, "");
        Response first = scan("", lot.code(0));
        String cookie = first.cookie("yima_member");
        String member = first.jsonPath().getString("memberId");
        assertEquals(member, scan(cookie, lot.code(1)).jsonPath().getString("memberId"));
        for (int at = 0; at < cookie.length(); at++) {
            char other = cookie.charAt(at) == 'A' ? 'B' : 'A';
            String tampered = cookie.substring(0, at) + other + cookie.substring(at + 1);
            // The last character carries two bits of padding, so that some changes of it change nothing.
            if (at < cookie.length() - 1) {
                assertNotEquals(
                        member, scan(tampered, lot.code(1)).jsonPath().getString("memberId"), "changed at " + at);
            }
        }
    }

    /** Seen red with cookies whose epoch nobody looked at. */
    @Test
    void whoEndsTheirOtherCookiesIsKnownByTheNewOneAlone() {
        ShopFixture shop = ShopFixture.fresh("Robbed of a cookie");
        TestLot lot = shop.activeLot(10, "");
        Response first = scan("", lot.code(0));
        String stolen = first.cookie("yima_member");
        String member = first.jsonPath().getString("memberId");
        Response ended = given().cookie("yima_member", stolen).post("/api/v1/me/cookies/end");
        assertEquals(204, ended.statusCode());
        String own = ended.cookie("yima_member");
        assertEquals(member, scan(own, lot.code(1)).jsonPath().getString("memberId"));
        assertNotEquals(member, scan(stolen, lot.code(1)).jsonPath().getString("memberId"));
        assertFalse(
                given().cookie("yima_member", stolen)
                        .post("/api/v1/me/cookies/end")
                        .headers()
                        .hasHeaderWithName("Set-Cookie"),
                "a stolen one ends nothing any more");
        Response again = given().redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "same-origin")
                .cookie("yima_member", own)
                .post("/my/cookies/end");
        assertEquals(303, again.statusCode());
        assertEquals(
                member,
                scan(again.cookie("yima_member"), lot.code(1)).jsonPath().getString("memberId"));
        assertNotEquals(member, scan(own, lot.code(1)).jsonPath().getString("memberId"));
    }

    private static Response scan(String cookie, String code) {
        var request = given().contentType(ContentType.JSON).body("{\"code\":\"" + code + "\",\"claim\":false}");
        return (cookie.isEmpty() ? request : request.cookie("yima_member", cookie)).post("/api/v1/scans");
    }
}
