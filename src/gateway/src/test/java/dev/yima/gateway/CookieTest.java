package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The person is a signed cookie, and nothing else. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CookieTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

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

    /** Seen red with cookies whose epoch nobody looked at, and with an end that could not be asked for twice. */
    @Test
    void whoEndsTheirOtherCookiesIsKnownByTheNewOneAlone() {
        ShopFixture shop = ShopFixture.fresh("Robbed of a cookie");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":10}]"));
        Response first = given().contentType(ContentType.JSON)
                .body("{\"code\":\"" + lot.code(0) + "\"}")
                .post("/api/v1/scans");
        String stolen = first.cookie("yima_member");
        String member = first.jsonPath().getString("memberId");
        String token = formToken(stolen);
        String thiefs = formToken(stolen);

        String own = requireNonNull(end(stolen, token));
        assertEquals(member, scan(own, lot.code(1)).jsonPath().getString("memberId"));
        assertNotEquals(member, scan(stolen, lot.code(1)).jsonPath().getString("memberId"));
        assertNull(end(stolen, thiefs), "another form comes too late");
        assertNull(
                end(own, token.replace(token.charAt(0), token.charAt(0) == 'A' ? 'B' : 'A')), "it was tampered with");
        assertEquals(
                member,
                scan(end(stolen, token), lot.code(1)).jsonPath().getString("memberId"),
                "the answer was lost, and the form is sent again");

        String stranger = scan("", lot.code(2)).cookie("yima_member");
        assertNull(end(stranger, formToken(own)), "made for somebody else");
        String next = end(own, formToken(own));
        assertEquals(member, scan(next, lot.code(1)).jsonPath().getString("memberId"));
        assertNotEquals(member, scan(own, lot.code(1)).jsonPath().getString("memberId"));
    }

    /** Seen red with answers that renewed the cookie without a look at the epoch. */
    @Test
    void anAnswerThatWasUnderWayLeavesTheNewCookieAlone() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Here");
        String prize = "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]";
        TestLot lot = shop.activeLot(1, shop.runningCampaign(1, prize));
        String here = claim(null, lot.code(0)).cookie("yima_member");
        ShopFixture elsewhere = ShopFixture.fresh("Elsewhere");
        String campaign = elsewhere.runningCampaign(1, prize);
        String code = elsewhere.activeLot(1, campaign).code(0);
        SqlConnection holding = pool.getConnection().await().atMost(PATIENCE);
        Response late;
        try {
            holding.query("BEGIN").execute().await().atMost(PATIENCE);
            holding.preparedQuery("SELECT 1 FROM pool_counter WHERE campaign_id = $1 FOR UPDATE")
                    .execute(Tuple.of(UUID.fromString(campaign)))
                    .await()
                    .atMost(PATIENCE);
            CompletableFuture<Response> underWay = CompletableFuture.supplyAsync(() -> claim(here, code));
            Eventually.isTrue(PATIENCE, () -> DatabaseLocks.waiting(pool) > 0);
            assertNotEquals(null, end(here, formToken(here)));
            holding.query("ROLLBACK").execute().await().atMost(PATIENCE);
            late = underWay.get();
        } finally {
            holding.close().await().atMost(PATIENCE);
        }
        assertEquals(200, late.statusCode());
        assertNull(late.cookie("yima_member"), "it would be the cookie that was ended");
    }

    private static Response claim(@Nullable String cookie, String code) {
        var request = given().contentType(ContentType.JSON).body("{\"code\":\"" + code + "\"}");
        return (cookie == null ? request : request.cookie("yima_member", cookie)).post("/api/v1/scans");
    }

    private static String formToken(String cookie) {
        String page = given().cookie("yima_member", cookie).get("/my/rewards").asString();
        Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(page);
        assertTrue(token.find(), page);
        return token.group(1);
    }

    private static @Nullable String end(String cookie, String token) {
        Response answer = given().redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "same-origin")
                .cookie("yima_member", cookie)
                .formParam("token", token)
                .post("/my/cookies/end");
        assertEquals(303, answer.statusCode());
        return answer.cookie("yima_member");
    }

    private static Response scan(@Nullable String cookie, String code) {
        var request = given().contentType(ContentType.JSON).body("{\"code\":\"" + code + "\",\"claim\":false}");
        return (cookie == null || cookie.isEmpty() ? request : request.cookie("yima_member", cookie))
                .post("/api/v1/scans");
    }
}
