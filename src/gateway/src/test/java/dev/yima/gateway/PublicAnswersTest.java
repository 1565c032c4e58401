package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The public cannot tell a forged code, a code of no lot and a code that is not on sale apart: not by an answer, not by
 * what it waits for or leaves behind, and not by the figures of operators, which have a port of their own.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PublicAnswersTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String OF_NO_LOT = "ZZZZ0123456789AB";
    private static final Pattern NEW_EACH_TIME = Pattern.compile("(nonce-|nonce=\"|yima_member=)([\\w-]+)");
    /** Where a scan would be written, and where it would be asked who somebody is. */
    private static final String LOCK = """
            BEGIN; LOCK TABLE scan, scan_tally, claim, member, incident, partner_employee IN ACCESS EXCLUSIVE MODE""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Test
    void codesThatAreNotRecognisedAreAnsweredAlike() {
        ShopFixture shop = ShopFixture.fresh("Discreet");
        String campaign = shop.runningCampaign(9, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":9}]");
        TestLot active = shop.activeLot(9, campaign);
        TestLot inactive = shop.mintedLot(9, campaign);
        List<String> codes =
                List.of(inactive.code(0), forged(inactive.code(1)), forged(active.code(1)), beyondSize(shop, active));
        String stranger = scan(given(), OF_NO_LOT, true).cookie("yima_member");
        SqlConnection locked = owner.get().getConnection().await().atMost(SOON);
        try {
            locked.query(LOCK).execute().await().atMost(SOON);
            doors(stranger).forEach((door, ask) -> {
                String first = told(ask.apply(OF_NO_LOT), OF_NO_LOT);
                codes.forEach(code -> assertEquals(first, told(ask.apply(code), code), door));
            });
        } finally {
            locked.query("ROLLBACK").execute().await().atMost(SOON);
            locked.close().await().atMost(SOON);
        }
        String state = "y2:{" + inactive.codec().lot().value() + "}:0";
        assertNull(redis.ask(state, commands -> commands.get(state)).await().atMost(SOON), "Redis knows no such scan");
    }

    @Test
    void thePublicPortHasNothingForOperators() {
        for (String path : List.of(
                "/q/health",
                "/q/health/ready",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/swagger-ui/",
                "/q/info")) {
            for (RequestSpecification caller : List.of(
                    given(), given().accept("text/html"), ShopFixture.first().asStaff())) {
                Response answer = caller.redirects().follow(false).get(path);
                assertEquals(404, answer.statusCode(), path);
                if (answer.contentType().startsWith("text/html")) {
                    assertTrue(answer.asString().contains("There is no such page"), path);
                    continue;
                }
                assertEquals("application/problem+json", answer.contentType(), path);
                assertEquals(
                        "https://yima.dev/problems/not-found", answer.jsonPath().getString("type"), path);
            }
        }
    }

    @Test
    void thePortOfOperatorsIsForThisMachineAlone() throws IOException {
        for (String path : List.of("/q/health", "/q/metrics", "/q/openapi", "/q/swagger-ui/")) {
            assertEquals(200, Management.get(path).statusCode(), path);
        }
        assertTrue(Management.get("/q/metrics").asString().contains("yima_scans_total{verdict=\"UNKNOWN\"}"));
        assertEquals(404, Management.get("/api/v1/me").statusCode());
        int port = Management.uri("/").getPort();
        for (InetAddress elsewhere : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList()) {
            assertThrows(ConnectException.class, () -> new Socket(elsewhere, port).close(), elsewhere.toString());
        }
    }

    /** The framework of the service lets the pages of all sites read what is on its port for operators. */
    @Test
    void noOtherSiteReadsThePortOfOperators() {
        for (String path : List.of("/q/health", "/q/metrics", "/q/openapi", "/q/swagger-ui/", "/q/nothing")) {
            RequestSpecification ofAnotherSite = given().header("Origin", "https://evil.example.com");
            assertGrantsNothing(ofAnotherSite.get(Management.uri(path)));
            assertGrantsNothing(
                    ofAnotherSite.header("Access-Control-Request-Method", "GET").options(Management.uri(path)));
        }
        assertGrantsNothing(given().header("Origin", "https://evil.example.com").get("/api/v1/me"));
    }

    private static void assertGrantsNothing(Response answer) {
        assertEquals(
                List.of(),
                answer.headers().asList().stream()
                        .map(Header::getName)
                        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                        .toList());
    }

    /** All ways to ask about a code, for somebody without a cookie and for somebody who has met no brand. */
    private static Map<String, Function<String, Response>> doors(String stranger) {
        Map<String, Function<String, Response>> doors = new LinkedHashMap<>();
        for (String cookie : new String[] {"", stranger}) {
            String who = cookie.isEmpty() ? " without a cookie" : " with a cookie";
            doors.put("claim" + who, code -> scan(from(cookie), code, true));
            doors.put("look" + who, code -> scan(from(cookie), code, false));
            doors.put("claim with a key" + who, code -> {
                String key = UUID.randomUUID().toString();
                scan(from(cookie).header("Idempotency-Key", key), code, true);
                return scan(from(cookie).header("Idempotency-Key", key), code, true);
            });
            doors.put(
                    "page" + who, code -> from(cookie).accept(ContentType.HTML).get("/" + code));
            doors.put(
                    "page as a guest" + who,
                    code -> from(cookie).accept(ContentType.HTML).get("/" + code + "?as=guest"));
            doors.put(
                    "verdict" + who,
                    code -> from(cookie).accept(ContentType.JSON).get("/" + code));
            doors.put(
                    "digital link" + who,
                    code -> from(cookie).accept(ContentType.JSON).get("/01/09506000134352/21/" + code));
            doors.put(
                    "form" + who, code -> from(cookie).redirects().follow(false).post("/" + code));
            doors.put("look at goods" + who, code -> from(cookie).get("/api/v1/partner/codes/" + code));
            doors.put(
                    "receipt of goods" + who,
                    code -> from(cookie)
                            .contentType(ContentType.JSON)
                            .body(Map.of("code", code))
                            .post("/api/v1/partner/receipts"));
        }
        return doors;
    }

    private static RequestSpecification from(String cookie) {
        // A network of its own, so that these guesses are within its limit.
        RequestSpecification request = given().header("X-Forwarded-For", "198.51.100.77");
        return cookie.isEmpty() ? request : request.cookie("yima_member", cookie);
    }

    private static Response scan(RequestSpecification request, String code, boolean claim) {
        return request.contentType(ContentType.JSON)
                .body(Map.of("code", code, "claim", claim))
                .post("/api/v1/scans");
    }

    /** An answer, byte for byte, but for its date, the code itself, and what is random in each. */
    private static String told(Response answer, String code) {
        String headers = answer.headers().asList().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("Date"))
                // What is random in a page is not as long in each when it is compressed.
                .filter(header -> answer.header("Content-Encoding") == null
                        || !header.getName().equalsIgnoreCase("Content-Length"))
                .map(header -> header + "\n")
                .collect(Collectors.joining());
        String all = answer.statusLine() + "\n" + headers + "\n" + answer.asString();
        return NEW_EACH_TIME
                .matcher(all)
                .replaceAll(random -> random.group(1) + random.group(2).length())
                .replace(code, "CODE")
                .replace(code.replaceAll("(.{4})(?=.)", "$1-"), "CO-DE");
    }

    private static String forged(String code) {
        return code.substring(0, 15) + (code.endsWith("0") ? '1' : '0');
    }

    private static String beyondSize(ShopFixture shop, TestLot lot) {
        String key = shop.post("/api/v1/lots/" + lot.number() + "/key", Map.of("reason", "Compared with a forgery"))
                .getString("key");
        LotKey lotKey = LotKey.of(Base64.getDecoder().decode(key));
        int size = lot.codec().size();
        return new LotCodec(lot.codec().lot(), size + 1, lotKey).code(size).text();
    }
}
