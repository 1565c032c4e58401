package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a form holds is answered with a page that says what is wrong with it, and nothing is done. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class FormsTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final int FIELD_MAX = 2_048;

    @Test
    void aDamagedFormIsAnsweredWithAPage() throws Exception {
        for (String path : forms()) {
            for (String body : List.of(
                    "name=%ZZ",
                    "name=%",
                    "name=a%4",
                    "%ZZ=a",
                    "name=a&code=%GG&coupon=a",
                    "name=%FF",
                    "name=%ED%A0%80",
                    "name=%C3%28&name=a")) {
                assertPage(send(path, body, "en"), 400, "We could not read that", path + " " + body);
                assertPage(send(path, body, "zh-CN"), 400, "未能读取", path + " " + body);
            }
        }
    }

    @Test
    void aFormThatIsTooLongIsAnsweredWithAPage() throws Exception {
        for (String path : forms()) {
            for (int length : List.of(FIELD_MAX + 1, 5_000, 20_000, 60_000, 100_000, 1_000_000)) {
                for (String body : List.of("name=" + "a".repeat(length), "a".repeat(length) + "=b&name=a")) {
                    assertPage(send(path, body, "en"), 413, "That is too long", path + " " + length);
                }
            }
            assertPage(send(path, "code=" + "%E4%BD%A0".repeat(FIELD_MAX + 1), "zh"), 413, "内容太长", path);
            assertPage(send(path, "a=b&".repeat(17), "en"), 413, "That is too long", path);
        }
    }

    @Test
    void aFormThatDoesNotSayHowLongItIsIsReadAsFarAsOthers() throws Exception {
        for (String path : forms()) {
            assertPage(send(path, pieces("name=" + "a".repeat(5_000)), FORM, BROWSER, "en"), 413, "That is too", path);
            // Not much more than is read: whoever still sends when the connection is closed may not hear the answer.
            assertEquals(
                    413,
                    send(path, pieces("name=" + "a".repeat(66_000)), FORM, BROWSER, "en")
                            .statusCode(),
                    "the server itself refuses that");
            assertPage(send(path, pieces("name=%ZZ"), FORM, BROWSER, "en"), 400, "We could not read that", path);
        }
    }

    @Test
    void aNameThatIsNoneIsSaidAndCanBeMended() throws Exception {
        CampaignFixture market = CampaignFixture.fresh("Names");
        String store = market.store("Corner", market.dealer("Anywhere"));
        String path = "/join/" + market.invitation(store, Map.of("role", "STORE"));
        for (String name : List.of("", "+++", "a".repeat(41), "a%0Ab", "a%00", "%E4%BD%A0".repeat(41))) {
            HttpResponse<String> page = send(path, "name=" + name, "en");
            assertPage(page, 400, "Your name must have 1 to 40 characters, all on one line.", name);
            assertTrue(page.body().contains("action=\"" + path), "the form is still there");
            assertPage(send(path, "name=" + name, "zh"), 400, "姓名须为 1 至 40 个字符", name);
        }
        assertPage(send(path, "", "en"), 400, "Your name must have", "nothing at all");
        String named = "name=%E7%8E%8B+%E8%8A%B3&name=%20&pin=730518";
        HttpResponse<String> stranger = send(path, named, "en");
        assertPage(stranger, 200, "Please allow cookies", "a browser that keeps none");
        assertTrue(stranger.body().contains("value=\"王 芳\""), "what was entered is still there");
        String cookie = stranger.headers().firstValue("Set-Cookie").orElseThrow();
        assertEquals(
                303,
                send(path, BodyPublishers.ofString(named), FORM, BROWSER, "zh", cookie)
                        .statusCode());
        assertEquals(
                List.of("王 芳"),
                market.shop()
                        .asStaff()
                        .get("/api/v1/partners/" + store + "/people")
                        .jsonPath()
                        .getList("name"));
    }

    @Test
    void whoeverAsksForJsonIsToldInJson() throws Exception {
        for (String path : forms()) {
            assertProblem(send(path, "name=%ZZ", FORM, "application/json"), 406, "not-acceptable");
            assertProblem(send(path, "name=" + "a".repeat(99_000), FORM, "application/json"), 413, "body-too-large");
        }
        String join = "/api/v1/partner/join";
        assertProblem(send(join, "name=%ZZ", FORM, "*/*"), 415, "unsupported-media-type");
        assertProblem(send(join, "{\"token\":\"%ZZ", "application/json", "*/*"), 400, "malformed-body");
        String name = "{\"token\":\"x\",\"pin\":\"730518\",\"name\":\"" + "a".repeat(5_000) + "\"}";
        assertProblem(send(join, name, "application/json", "*/*"), 400, "invalid-field");
    }

    @Test
    void whatIsNoFormIsAnsweredWithAPage() throws Exception {
        for (String path : forms()) {
            HttpResponse<String> page = send(path, BodyPublishers.ofString("{}"), "application/json", BROWSER, "en");
            assertPage(page, 415, "We could not read that", path);
        }
    }

    private static List<String> forms() {
        CampaignFixture market = CampaignFixture.fresh("Forms");
        String store = market.store("Corner", market.dealer("Anywhere"));
        return List.of(
                "/join/" + market.invitation(store, Map.of("role", "STORE")),
                "/partner/coupons",
                "/partner/receive",
                "/partner/open",
                "/partner/stand",
                "/partner/claim",
                "/my/rewards/00000000-0000-7000-8000-000000000000/address");
    }

    private static void assertPage(HttpResponse<String> page, int status, String words, String of) {
        assertEquals(status, page.statusCode(), of + " was answered " + page.body());
        assertEquals(
                "text/html;charset=UTF-8",
                page.headers().firstValue("Content-Type").orElse(""),
                of);
        assertTrue(page.headers().firstValue("Content-Security-Policy").isPresent(), of);
        assertTrue(page.body().contains(words), of + " was answered " + page.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(answer.body().contains("/problems/" + slug), answer.body());
    }

    private static HttpResponse<String> send(String path, String body, String language) throws Exception {
        return send(path, BodyPublishers.ofString(body), FORM, BROWSER, language);
    }

    private static HttpResponse<String> send(String path, String body, String type, String accept) throws Exception {
        return send(path, BodyPublishers.ofString(body), type, accept, "en");
    }

    /** A body whose length is not told. */
    private static BodyPublisher pieces(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> send(
            String path, BodyPublisher body, String type, String accept, String language)
            throws IOException, InterruptedException {
        return send(path, body, type, accept, language, "other=1;");
    }

    private static HttpResponse<String> send(
            String path, BodyPublisher body, String type, String accept, String language, String cookie)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Content-Type", type)
                .header("Accept", accept)
                .header("Accept-Language", language)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .POST(body)
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
