package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The files of the guide, each run by its proxy before the service: clients are told apart, and none chooses. */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class BehindAProxyTest {
    private static final Path GUIDE = Path.of("../../docs/guides/behind-a-proxy.md");
    private static final String CERTIFICATE = "/etc/ssl/q.example.com.crt";
    private static final String KEY = "/etc/ssl/q.example.com.key";
    private static final int GUESSES_MAX = 300;

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private int port;

    @BeforeEach
    void prepare() throws Exception {
        port = RunningService.freePorts()[0];
        TestCertificate.make(folder);
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void nginxRunsTheGuidesFile() throws Exception {
        String server = file("nginx")
                .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
                .replace(CERTIFICATE, folder.resolve("cert.pem").toString())
                .replace(KEY, folder.resolve("key.pem").toString());
        StringBuilder whole = new StringBuilder("daemon off;\npid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n");
        for (String temporary : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            whole.append(temporary).append("_temp_path ").append(temporary).append(";\n");
        }
        Files.writeString(folder.resolve("nginx.conf"), whole + server + "}\n");
        tellsClientsApart("nginx", "-p", folder.toString(), "-e", "nginx.log", "-c", "nginx.conf");
    }

    @Test
    void caddyRunsTheGuidesFile() throws Exception {
        String site = file("caddyfile")
                .replace(
                        "q.example.com {",
                        "https://127.0.0.1:" + port + " {\n    tls " + folder.resolve("cert.pem") + " "
                                + folder.resolve("key.pem"));
        Files.writeString(folder.resolve("Caddyfile"), "{\n    admin off\n    auto_https off\n}\n" + site);
        tellsClientsApart(
                "caddy", "run", "--config", folder.resolve("Caddyfile").toString(), "--adapter", "caddyfile");
    }

    private void tellsClientsApart(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        Process proxy = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("proxy.log").toFile())
                .start();
        try {
            Eventually.isTrue(() -> listens() || !proxy.isAlive());
            assertTrue(proxy.isAlive(), () -> read(folder.resolve("proxy.log")));
            TestClock.toNextMinute();
            Client guesser = new Client("127.0.1.1");
            Client neighbour = new Client("127.0.2.1");

            String cookie = String.valueOf(guesser.guess(0).getHeader("Set-Cookie"));
            assertTrue(cookie.contains("; Secure"), cookie);
            for (int guess = 1; guess < GUESSES_MAX; guess++) {
                assertEquals(200, guesser.guess(guess).statusCode(), "guess " + guess);
            }
            assertEquals(429, guesser.guess(0).statusCode());
            assertEquals(200, neighbour.guess(0).statusCode(), "of another network");
            for (String header : List.of("X-Forwarded-For", "Forwarded")) {
                String other = header.equals("Forwarded") ? "for=203.0.113.7" : "203.0.113.7";
                assertEquals(429, guesser.guess(0, header, other).statusCode(), header + " of a client");
            }
            assertEquals(404, guesser.get("/q/metrics").statusCode());
        } finally {
            proxy.destroy();
            if (!proxy.waitFor(10, TimeUnit.SECONDS)) {
                proxy.destroyForcibly().waitFor();
            }
        }
    }

    /** The file of the guide in a language, with the service's port in it. */
    private static String file(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(GUIDE));
        assertTrue(block.find(), language);
        return block.group(1).replace("127.0.0.1:8080", "127.0.0.1:" + RestAssured.port);
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Somebody at an address. */
    private final class Client {
        private final HttpClient http;

        Client(String address) {
            http = vertx.createHttpClient(new HttpClientOptions()
                    .setLocalAddress(address)
                    .setDefaultHost("127.0.0.1")
                    .setDefaultPort(port)
                    .setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false));
        }

        /** Scans a code of no lot, with headers: name and value by turns. */
        HttpClientResponse guess(int number, String... headers) throws Exception {
            return await(http.request(HttpMethod.POST, "/api/v1/scans").compose(request -> {
                request.putHeader("Content-Type", "application/json");
                for (int i = 0; i < headers.length; i += 2) {
                    request.putHeader(headers[i], headers[i + 1]);
                }
                return request.send(new JsonObject()
                        .put("code", String.format("ZZZZ%012d", number))
                        .encode());
            }));
        }

        HttpClientResponse get(String path) throws Exception {
            return await(http.request(HttpMethod.GET, path).compose(request -> request.send()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
