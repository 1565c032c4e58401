package dev.yima.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** A person with a phone of their own, quick enough for tests with thousands of scans. Belongs to one thread. */
final class TestGuest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int BUSY = 503;
    private static final int AGAIN_MAX = 5;

    private final String browser;
    private @Nullable String cookie;

    /** Somebody whose browser calls itself something. */
    TestGuest(String browser) {
        this.browser = browser;
    }

    /** Claims a code from a network; again when the service has no time for it, as a phone does. */
    JsonNode claim(String code, String from) {
        HttpResponse<String> answer = scan(code, from);
        for (int again = 0; answer.statusCode() == BUSY && again < AGAIN_MAX; again++) {
            answer = scan(code, from);
        }
        return ok(answer);
    }

    private HttpResponse<String> scan(String code, String from) {
        return post("/api/v1/scans", "{\"code\":\"" + code + "\"}", from);
    }

    /** Posts something as this person, from a network. */
    HttpResponse<String> post(String path, String body, String from) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Content-Type", "application/json")
                .header("User-Agent", browser)
                .header("X-Forwarded-For", from)
                .POST(BodyPublishers.ofString(body));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is expected to work. */
    static JsonNode ok(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError("answered " + answer.statusCode() + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
