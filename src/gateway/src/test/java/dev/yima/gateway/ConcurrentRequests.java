package dev.yima.gateway;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** People who want the same thing in the same moment: all requests are under way before any answer is read. */
final class ConcurrentRequests {
    private static final long SECONDS_MAX = 60;

    private ConcurrentRequests() {}

    /** The answers to many new people who claim one code at once. */
    static List<JsonPath> claims(int people, String code)
            throws ExecutionException, InterruptedException, TimeoutException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/scans"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
                .build();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, people)
                .mapToObj(person -> http.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(SECONDS_MAX, TimeUnit.SECONDS);
        return answers.stream().map(answer -> read(answer.join())).toList();
    }

    private static JsonPath read(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError("a scan was answered " + answer.statusCode() + ": " + answer.body());
        }
        return QuickJson.of(answer.body());
    }
}
