package dev.yima.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Clients that hang in the middle of a request are sent away, and the others are served meanwhile. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class SlowClientTest {
    private static final int CLIENTS = 200;
    private static final int PATIENCE_MS = 30_000;
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MS);
    private static final byte[] HALF_A_REQUEST = ("POST /api/v1/scans HTTP/1.1\r\nHost: test\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"code\":")
            .getBytes(US_ASCII);

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
        ShopFixture shop = ShopFixture.fresh("Patient");
        TestLot lot = shop.activeLot(1, shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]"));
        List<Socket> slow = new ArrayList<>();
        try {
            for (int client = 0; client < CLIENTS; client++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
                socket.setSoTimeout(PATIENCE_MS);
                socket.getOutputStream().write(HALF_A_REQUEST);
                slow.add(socket);
            }

            assertEquals("GENUINE_FIRST", new Consumer().claim(lot.code(0)).getString("verdict"));
            for (Socket socket : slow) {
                BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                assertEquals("HTTP/1.1 408 Request Timeout", answer.readLine());
                String rest = String.join("\n", answer.lines().toList());
                assertTrue(rest.contains("https://yima.dev/problems/body-too-slow"), rest);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void anAnswerThatTakesLongIsWaitedFor() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Waiting");
        CompletableFuture<Integer> check;
        SqlConnection other = owner.get().getConnection().await().atMost(PATIENCE);
        try {
            run(other, "BEGIN; LOCK TABLE transfer IN ACCESS EXCLUSIVE MODE");
            check = CompletableFuture.supplyAsync(
                    () -> shop.asStaff().get("/api/v1/ledger/check").statusCode());
            run(other, "SELECT pg_sleep(2)");
            assertFalse(check.isDone(), "it takes longer than a body may");
        } finally {
            run(other, "ROLLBACK");
            other.close().await().atMost(PATIENCE);
        }
        assertEquals(200, check.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
    }

    private static void run(SqlConnection connection, String statement) {
        connection.query(statement).execute().await().atMost(PATIENCE);
    }

    @Test
    void overHttp2OnlyTheSlowRequestIsSentAway() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2MaxPoolSize(1)
                    .setDefaultPort(RestAssured.port));
            AtomicInteger connections = new AtomicInteger();
            client.connectionHandler(connection -> connections.incrementAndGet());
            assertEquals(200, status(client.request(HttpMethod.GET, "/robots.txt"), HttpClientRequest::send));

            int slow = status(client.request(HttpMethod.POST, "/api/v1/scans"), request -> {
                request.putHeader("Content-Type", "application/json").putHeader("Content-Length", "27");
                return request.write("{\"code\":").flatMap(written -> request.response());
            });

            assertEquals(408, slow);
            assertEquals(200, status(client.request(HttpMethod.GET, "/robots.txt"), HttpClientRequest::send));
            assertEquals(1, connections.get(), "the connection is still the first");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private static int status(
            Future<HttpClientRequest> request, Function<HttpClientRequest, Future<HttpClientResponse>> send)
            throws Exception {
        return request.flatMap(send)
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
