package dev.yima.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, as operators run it. */
final class RunningService implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path home;
    private final String base;
    private final String management;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();

    private RunningService(Process process, Path home, String base, String management) {
        this.process = process;
        this.home = home;
        this.base = base;
        this.management = management;
    }

    /** Starts the service on a home and waits until it is ready. */
    static RunningService start(Path home) throws IOException, InterruptedException {
        return start(home, Map.of());
    }

    /** The same with settings. */
    static RunningService start(Path home, Map<String, String> settings) throws IOException, InterruptedException {
        int[] ports = freePorts();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports[0]));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports[1]));
        Process process = launch(home, environment);
        String managementHost = settings.getOrDefault("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        RunningService service = new RunningService(
                process, home, "http://127.0.0.1:" + ports[0], "http://" + managementHost + ":" + ports[1]);
        try {
            Eventually.isTrue(START_LIMIT, () -> !process.isAlive() || service.isReady());
            if (!process.isAlive()) {
                throw new IllegalStateException("the service did not start: " + Files.readString(log(home)));
            }
            return service;
        } catch (AssertionError | IllegalStateException e) {
            service.close();
            throw e;
        }
    }

    /** Starts the jar with an environment, without waiting. */
    static Process launch(Path home, Map<String, String> environment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("gateway.jar")));
        builder.environment().put("YIMA_HOME", home.toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log(home).toFile());
        return builder.start();
    }

    /** What the service wrote. */
    static Path log(Path home) {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    /** The port of operators. */
    int managementPort() {
        return URI.create(management).getPort();
    }

    /** Looks at a code of no lot, as if it were forwarded. */
    void lookForwarded() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/ZZZZ0123456789AB"))
                .header("X-Forwarded-For", "203.0.113.7")
                .timeout(ANSWER_LIMIT)
                .build();
        http.send(request, BodyHandlers.discarding());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return expectSuccess(path, request(path).GET().build());
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return expectSuccess(
                path, request(path).POST(BodyPublishers.ofString(body)).build());
    }

    void delete(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).DELETE().build(), BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** A scan by the person of a cookie; without one where that is empty. */
    HttpResponse<String> scan(String code, String cookie) throws IOException, InterruptedException {
        return post("/api/v1/scans", "{\"code\":\"" + code + "\"}", cookie);
    }

    /** What is answered to the person of a cookie; without one where that is empty. */
    HttpResponse<String> post(String path, String body, String cookie) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Cookie", cookie)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            // It ends what it has begun, and then its own PostgreSQL and Redis.
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log(home));
    }

    /** Whether it says that it is ready. */
    boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(management + "/q/health/ready"))
                    .timeout(ANSWER_LIMIT)
                    .build();
            return http.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        Path key = home.resolve("owner.key");
        String owner = Files.exists(key) ? Files.readString(key).strip() : "";
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_LIMIT);
        request.header("Content-Type", "application/json");
        return owner.isEmpty() ? request : request.header("Authorization", "Bearer " + owner);
    }

    private JsonNode expectSuccess(String path, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Two ports on which nobody listens. */
    static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }
}
