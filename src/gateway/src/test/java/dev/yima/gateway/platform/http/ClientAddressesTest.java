package dev.yima.gateway.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.LogLines;
import dev.yima.gateway.platform.config.StartException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A server that answers with the address of its client, and clients that say all sorts of things about theirs. */
@TestInstance(Lifecycle.PER_CLASS)
class ClientAddressesTest {
    private static final String PEER = "127.0.0.2";
    private static final String CLIENT = "203.0.113.7";

    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void byDefaultNobodyIsBelievedAndTheLogSaysSoOnce() throws Exception {
        try (LogLines log = new LogLines(ClientAddresses.class)) {
            try (Service service = new Service("")) {
                assertEquals(PEER, service.clientOf());
                assertEquals(List.of(), log.all());
                assertEquals(PEER, service.clientOf("X-Forwarded-For", CLIENT));
                assertEquals(PEER, service.clientOf("Forwarded", "for=" + CLIENT));
            }
            assertEquals(1, log.all().size(), log.all().toString());
            String warned = log.all().get(0);
            assertTrue(warned.startsWith("WARN ") && warned.contains(PEER), warned);
            assertTrue(warned.contains("YIMA_TRUSTED_PROXIES"), warned);
        }
    }

    @Test
    void aPeerThatIsNotTrustedIsNotBelieved() throws Exception {
        try (Service service = new Service("127.0.0.1, 10.0.0.0/8")) {
            assertEquals(PEER, service.clientOf("X-Forwarded-For", CLIENT));
            assertEquals(PEER, service.clientOf("X-Forwarded-For", "10.0.0.1"));
        }
    }

    @Test
    void theClientIsTheLastAddressThatIsNoTrustedProxys() throws Exception {
        try (Service service = new Service("127.0.0.0/29, 10.0.0.0/8, 2001:db8:aaaa::/48")) {
            for (String chain : List.of(
                    CLIENT,
                    "198.51.100.1, " + CLIENT,
                    CLIENT + ", 10.1.2.3",
                    "10.9.9.9, " + CLIENT + ":4711, 10.1.2.3:80, [2001:db8:aaaa::1]:443, ::ffff:10.0.0.1",
                    "\"," + CLIENT)) {
                assertEquals(CLIENT, service.clientOf("X-Forwarded-For", chain), chain);
            }
            assertEquals(
                    CLIENT,
                    service.clientOf(
                            "Forwarded",
                            "for=10.9.9.9",
                            "Forwarded",
                            "for=\"" + CLIENT + ":1\";proto=http, for=10.0.0.1"));
            assertEquals("2001:db8::7", service.clientOf("Forwarded", "for=\"[2001:db8::7]:4711\""));
            assertEquals(
                    CLIENT,
                    service.clientOf("Forwarded", "for=198.51.100.1", "X-Forwarded-For", CLIENT),
                    "a proxy that writes only the one passes on the other of its client");
            assertEquals("10.3.3.3", service.clientOf("X-Forwarded-For", "10.3.3.3, 10.1.2.3"), "one of our own");
            assertEquals(PEER, service.clientOf(), "not forwarded");
        }
    }

    @Test
    void whomATrustedProxyDoesNotNameIsNobodyElse() throws Exception {
        try (Service service = new Service(PEER)) {
            for (String unnamed :
                    List.of("for=unknown", "for=_hidden", "for=\"_h:1\"", "proto=https", "for=" + CLIENT + "x")) {
                String seen = service.clientOf("Forwarded", "for=198.51.100.1, " + unnamed);
                assertEquals(new ClientNetwork(""), ClientNetwork.of(seen), unnamed);
            }
        }
    }

    @Test
    void networksOfAddressesInAllTheirForms() {
        assertEquals(new ClientNetwork("cb0071"), ClientNetwork.of(CLIENT));
        assertEquals(ClientNetwork.of(CLIENT), ClientNetwork.of("::ffff:" + CLIENT));
        assertEquals(new ClientNetwork("20010db80001"), ClientNetwork.of("2001:db8:1:2::3"));
        assertEquals(new ClientNetwork("000000000000"), ClientNetwork.of("::1"));
        assertEquals(new ClientNetwork(""), ClientNetwork.of("unknown"));
    }

    @Test
    void aFrameworkThatReplacesAddressesIsNotStarted() {
        for (List<Boolean> set : List.of(List.of(true, false), List.of(false, true))) {
            String refused = assertThrows(
                            StartException.class, () -> new ClientAddresses(Optional.of(PEER), set.get(0), set.get(1)))
                    .getMessage();
            assertTrue(String.valueOf(refused).contains("QUARKUS_HTTP_PROXY_"), refused);
            assertTrue(String.valueOf(refused).contains("YIMA_TRUSTED_PROXIES"), refused);
        }
    }

    /** The server, with some trusted proxies. */
    private final class Service implements AutoCloseable {
        private final HttpServer server;

        Service(String trusted) throws Exception {
            ClientAddresses addresses = new ClientAddresses(Optional.of(trusted), false, false);
            server = await(vertx.createHttpServer()
                    .requestHandler(request -> request.response().end(addresses.of(request)))
                    .listen(0, "127.0.0.1"));
        }

        /** Its answer to a request from {@value #PEER}, with headers: name and value by turns. */
        String clientOf(String... headers) throws Exception {
            HttpClientOptions from = new HttpClientOptions().setLocalAddress(PEER);
            var client = vertx.createHttpClient(from);
            String seen = await(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                    .compose(request -> {
                        for (int i = 0; i < headers.length; i += 2) {
                            request.headers().add(headers[i], headers[i + 1]);
                        }
                        // Asked for at once, by the thread that hears the answer: later, it may have passed.
                        return request.send().compose(HttpClientResponse::body);
                    })
                    .map(body -> body.toString()));
            await(client.close());
            return seen;
        }

        @Override
        public void close() throws Exception {
            await(server.close());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
