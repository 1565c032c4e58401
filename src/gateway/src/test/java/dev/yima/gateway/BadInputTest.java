package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is sent: a precise problem, never a 5xx, nothing written, nothing of our insides shown. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class BadInputTest {
    private static final String LONG = "x".repeat(201);
    private static final List<String> NASTY_TEXTS = List.of("", "   ", "a\\u0000b", "\\ud800", "a\\nb", LONG);

    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openAShop() {
        shop = ShopFixture.fresh("Bad input");
    }

    @Test
    void garbageInsteadOfACodeIsRefused() {
        for (String code : List.of(
                "",
                "hello",
                "0C1S1YNT84EZMPS",
                "0C1S1YNT84EZMPS45",
                "验证码验证码验证码验证码",
                "' OR 1=1 --",
                "<script>alert(1)</script>",
                "0".repeat(33),
                "0".repeat(60_000))) {
            Response answer = scan("{\"code\":\"" + code + "\"}");
            assertProblem(answer, 400, "malformed-code");
        }
    }

    @Test
    void aSlipOfTheFingerIsNotDistinguishedFromAForgery() {
        Response answer = scan("{\"code\":\"0C1S1YNT84EZMPSU\"}");
        assertEquals(200, answer.statusCode());
        assertEquals("NOT_ACTIVE", answer.jsonPath().getString("verdict"));
    }

    @Test
    void bodiesThatAreNotWhatIsExpectedAreRefused() {
        for (String body : List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"code\":",
                "{\"code\":{}}",
                "{\"code\":\"a\",\"claim\":\"perhaps\"}",
                "{\"kode\":\"a\"}",
                "\u0000",
                "{\"code\":\"0C1S1YNT84EZMPS\\u0000\"}",
                "{\"code\":\"0C1S1YNT84EZMPS4\",\"location\":{\"lat\":\"x\"}}")) {
            Response answer = scan(body);
            assertEquals(400, answer.statusCode(), body + " was answered " + answer.asString());
            assertEquals("application/problem+json", answer.contentType(), body);
            assertIsProblem(answer);
        }
        assertProblem(scan("{}"), 400, "invalid-field");
        assertProblem(
                scan("{\"code\":\"0C1S1YNT84EZMPS4\",\"location\":{\"lat\":91,\"lon\":0,\"accuracyM\":1}}"),
                400,
                "invalid-field");
    }

    @Test
    void wrongMediaTypesMethodsAndAddressesAreNamed() {
        assertProblem(
                given().contentType(ContentType.TEXT).body("hello").post("/api/v1/scans"),
                415,
                "unsupported-media-type");
        assertProblem(given().accept("image/png").get("/api/v1/me"), 406, "not-acceptable");
        assertProblem(given().delete("/api/v1/scans"), 405, "method-not-allowed");
        assertProblem(given().get("/api/v2/nothing"), 404, "not-found");
    }

    @Test
    void anAnswerThatCannotBeGivenIsRefusedBeforeAnythingIsDone() {
        ShopFixture.TestLot lot =
                shop.activeLot(1, shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]"));
        for (String accept : List.of("garbage", "a", "garbage/x/y", "image/png", "text/html", "; q=1")) {
            Response answer = given().contentType(ContentType.JSON)
                    .header("Accept", accept)
                    .body(Map.of("code", lot.code(0)))
                    .post("/api/v1/scans");
            assertProblem(answer, 406, "not-acceptable");
        }
        assertEquals(
                0, shop.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath().getLong("claimed"));
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        Response answer = scan("{\"code\":\"" + "0".repeat(1 << 20) + "\"}");
        assertProblem(answer, 413, "body-too-large");
    }

    @Test
    void nastyTextsAreRefusedEverywhere() {
        for (String text : NASTY_TEXTS) {
            refuse("/api/v1/products", "{\"name\":\"" + text + "\"}", "name");
            refuse("/api/v1/campaigns", "{\"name\":\"" + text + "\",\"prizes\":[" + prize() + "]}", "name");
            if (!text.isBlank()) {
                refuse("/api/v1/lots", "{\"kind\":\"ITEM_INNER\",\"size\":1,\"label\":\"" + text + "\"}", "label");
            }
        }
    }

    @Test
    void scriptAndSqlAreJustText() {
        String name = "Robert'); DROP TABLE claim;-- <script>alert('x')</script>";
        var made = shop.post("/api/v1/products", Map.of("name", name));
        assertEquals(name, made.getString("name"));
        assertEquals(
                name,
                shop.asStaff()
                        .get("/api/v1/products/" + made.getString("id"))
                        .jsonPath()
                        .getString("name"));
    }

    @Test
    void sizesAndAmountsHaveLimits() {
        for (String size : List.of("0", "-1", "16777217", "2147483648", "1e30", "\"many\"", "null")) {
            Response answer = shop.asStaff()
                    .body("{\"kind\":\"ITEM_INNER\",\"size\":" + size + "}")
                    .post("/api/v1/lots");
            assertEquals(400, answer.statusCode(), size);
            assertIsProblem(answer);
        }
        for (String prize : List.of(
                "{\"kind\":\"CASH\",\"amountMinor\":-1,\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":0,\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":1000000001,\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":9223372036854775808,\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":1.88,\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":2.0}",
                "{\"kind\":\"CASH\",\"amountMinor\":\"1\",\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":true,\"count\":1}",
                "{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":0}",
                "{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":1000000001}",
                "{\"kind\":\"CASH\",\"count\":1}",
                "{\"kind\":\"CASH\",\"points\":1,\"count\":1}",
                "{\"kind\":\"GOLD\",\"amountMinor\":1,\"count\":1}",
                "{\"amountMinor\":1,\"count\":1}",
                "null")) {
            Response answer = shop.asStaff()
                    .body("{\"name\":\"x\",\"prizes\":[" + prize + "]}")
                    .post("/api/v1/campaigns");
            assertEquals(400, answer.statusCode(), prize + " was answered " + answer.asString());
            assertIsProblem(answer);
        }
        refuse(
                "/api/v1/campaigns",
                "{\"name\":\"x\",\"claims\":1,\"prizes\":[" + prize() + "," + prize() + "]}",
                "prizes");
        refuse("/api/v1/campaigns", "{\"name\":\"x\",\"prizes\":[]}", "prizes");
        String dear = "{\"kind\":\"CASH\",\"amountMinor\":1000000000,\"count\":1000000000}";
        refuse("/api/v1/campaigns", "{\"name\":\"x\",\"prizes\":[" + dear + "]}", "prizes");
        refuse("/api/v1/products", "{\"name\":\"x\",\"gtin\":\"6901234567893\"}", "gtin");
    }

    @Test
    void aLogoIsASmallPng() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};
        byte[] large = Arrays.copyOf(png, 16_385);
        for (byte[] logo : List.of("<svg onload=\"alert(1)\"/>".getBytes(UTF_8), Arrays.copyOf(png, 8), large)) {
            Response answer = shop.asStaff().body(Map.of("logo", logo)).patch("/api/v1/brand");
            assertProblem(answer, 400, "invalid-field");
        }
        String id = shop.asStaff()
                .body(Map.of("logo", png))
                .patch("/api/v1/brand")
                .jsonPath()
                .getString("id");
        Response shown = given().get("/api/v1/brands/" + id + "/logo");
        assertEquals("image/png", shown.contentType());
        assertEquals("nosniff", shown.header("X-Content-Type-Options"));
        assertArrayEquals(png, shown.asByteArray());
    }

    @Test
    void aPeriodMustMakeSense() {
        refuse(
                "/api/v1/campaigns",
                "{\"name\":\"x\",\"startsAt\":\"2027-01-02T00:00:00Z\",\"endsAt\":\"2027-01-01T00:00:00Z\",\"prizes\":["
                        + prize() + "]}",
                "endsAt");
        Response answer = shop.asStaff()
                .body("{\"name\":\"x\",\"startsAt\":\"tomorrow\",\"prizes\":[" + prize() + "]}")
                .post("/api/v1/campaigns");
        assertProblem(answer, 400, "malformed-body");
    }

    @Test
    void unknownIdsAreNotFound() {
        String nobody = "00000000-0000-7000-8000-000000000000";
        for (String path : List.of(
                "/api/v1/products/" + nobody,
                "/api/v1/products/not-an-id",
                "/api/v1/campaigns/" + nobody,
                "/api/v1/lots/ZZZZ",
                "/api/v1/lots/UUUU",
                "/api/v1/lots/%00%00%00%00",
                "/api/v1/lots/way-too-long-for-a-lot")) {
            assertProblem(shop.asStaff().get(path), 404, "not-found");
        }
        assertProblem(shop.asStaff().get("/api/v1/codes/hello"), 400, "malformed-code");
        refuse("/api/v1/lots", "{\"kind\":\"ITEM_INNER\",\"size\":1,\"productId\":\"" + nobody + "\"}", "productId");
    }

    @Test
    void pagesHaveLimits() {
        for (String query : List.of("limit=0", "limit=201", "limit=-1")) {
            assertProblem(shop.asStaff().get("/api/v1/lots?" + query), 400, "invalid-field");
        }
        assertProblem(shop.asStaff().get("/api/v1/lots?after=nope!"), 400, "invalid-field");
    }

    /** PostgreSQL keeps no U+0000, and answered for those who sent it. */
    @Test
    void aZeroByteIsRefusedByItsName() {
        Response query = shop.asStaff().urlEncodingEnabled(false).get("/api/v1/lots?order=%00");
        assertProblem(query, 400, "invalid-field");
        assertEquals("order", query.jsonPath().getString("errors[0].field"));
        Response body = shop.asStaff()
                .body("{\"copies\":[{\"recipient\":\"\\u0000\"}]}")
                .post("/api/v1/lots/0C1S/copies");
        assertProblem(body, 400, "malformed-body");
        assertEquals("copies[0].recipient", body.jsonPath().getString("errors[0].field"));
    }

    /** Every text in every address of the API, of whatever call there will be. */
    @Test
    void noAddressWithAZeroByteReachesTheDatabase() {
        JsonPath document = Management.get("/q/openapi?format=json").jsonPath();
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        List<String> addresses = new ArrayList<>();
        paths.forEach((path, calls) -> {
            String zeros = path.replaceAll("[{][^}]*}", "%00");
            if (calls.containsKey("get") && path.startsWith("/api/")) {
                addresses.add(zeros);
                queries(document.getList("paths.'" + path + "'.get.parameters"))
                        .forEach(name -> addresses.add(zeros + "?" + name + "=%00"));
            }
        });
        assertTrue(addresses.contains("/api/v1/lots?order=%00") && addresses.size() > 60, addresses.toString());
        for (String address : addresses) {
            Response answer = shop.asStaff().urlEncodingEnabled(false).get(address);
            assertTrue(answer.statusCode() < 500, address + " was answered " + answer.asString());
            if (address.contains("=%00")) {
                assertTrue(answer.statusCode() >= 400, address + " was answered " + answer.asString());
            }
        }
    }

    private static List<String> queries(@Nullable List<Map<String, Object>> parameters) {
        return parameters == null
                ? List.of()
                : parameters.stream()
                        .filter(parameter -> "query".equals(parameter.get("in")))
                        .map(parameter -> String.valueOf(parameter.get("name")))
                        .toList();
    }

    @Test
    void whatIsRefusedIsNotWritten() {
        refuse("/api/v1/products", "{\"name\":\"\"}", "name");
        refuse("/api/v1/lots", "{\"kind\":\"ITEM_INNER\",\"size\":0}", "size");
        for (String path : List.of("/api/v1/products", "/api/v1/lots", "/api/v1/campaigns")) {
            assertTrue(shop.asStaff().get(path).jsonPath().getList("items").isEmpty(), path);
        }
    }

    private void refuse(String path, String body, String field) {
        Response answer = shop.asStaff().body(body).post(path);
        assertEquals(400, answer.statusCode(), body + " was answered " + answer.asString());
        assertIsProblem(answer);
        if (answer.jsonPath().getString("type").endsWith("invalid-field")) {
            assertEquals(field, answer.jsonPath().getString("errors[0].field"), answer.asString());
        }
    }

    private static String prize() {
        return "{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":1}";
    }

    private static Response scan(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/api/v1/scans");
    }

    private static void assertProblem(Response answer, int status, String slug) {
        assertEquals(status, answer.statusCode(), answer.asString());
        assertIsProblem(answer);
        assertEquals("https://yima.dev/problems/" + slug, answer.jsonPath().getString("type"));
    }

    private static void assertIsProblem(Response answer) {
        assertEquals("application/problem+json", answer.contentType(), answer.statusLine() + answer.asString());
        assertEquals(answer.statusCode(), answer.jsonPath().getInt("status"));
        for (String inside : List.of("Exception", "java.", "dev.yima.gateway", "at org.", "SELECT")) {
            assertFalse(answer.asString().contains(inside), answer.asString());
        }
    }

    /** Seen red with calls that were refused for want of a Content-Type, as programs send none without a body. */
    @Test
    void aCallWithoutABodyNeedsNoContentType() throws IOException, InterruptedException {
        ShopFixture shop = ShopFixture.fresh("Bare calls");
        String lot = "/api/v1/lots/" + shop.activeLot(1, "").number();
        for (String act : List.of("/key", "/freeze", "/unfreeze", "/void")) {
            HttpRequest bare = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + lot + act))
                    .header("Authorization", "Bearer " + shop.key())
                    .POST(BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(bare, BodyHandlers.ofString());
            assertEquals(act.equals("/key") ? 400 : 200, answer.statusCode(), act + answer.body());
        }
    }

    /** Seen red with a reader of bodies that had a limit of its own. */
    @Test
    void aBodyOfUnknownLengthIsAsLimitedWithAKeyAsWithout() throws IOException, InterruptedException {
        String body = "{\"name\":\"" + "a".repeat(100_000) + "\"}";
        HttpRequest chunked = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/products"))
                .header("Authorization", "Bearer " + ShopFixture.fresh("Much").key())
                .header("Idempotency-Key", "large")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                .build();
        HttpResponse<String> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(chunked, BodyHandlers.ofString());
        assertEquals(413, answer.statusCode(), answer.body());
    }
}
