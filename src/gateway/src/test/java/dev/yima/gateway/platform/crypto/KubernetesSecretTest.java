package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.yima.gateway.TestCertificate;
import dev.yima.gateway.platform.config.StartException;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value goes over TLS to the API server that the service account names, and to no other. */
class KubernetesSecretTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private int answer = 200;

    @SuppressWarnings("NullAway.Init")
    private HttpsServer server;

    @BeforeEach
    void serve() throws Exception {
        KeyStore keys =
                KeyStore.getInstance(TestCertificate.make(folder).toFile(), TestCertificate.PASSWORD.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, TestCertificate.PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", call -> {
            heard.add(call.getRequestMethod() + " " + call.getRequestURI());
            heard.add(String.valueOf(call.getRequestHeaders().getFirst("Authorization")));
            heard.add(String.valueOf(call.getRequestHeaders().getFirst("Content-Type")));
            heard.add(new String(call.getRequestBody().readAllBytes(), UTF_8));
            call.sendResponseHeaders(answer, -1);
            call.close();
        });
        server.start();
        Files.copy(folder.resolve("cert.pem"), folder.resolve("ca.crt"));
        Files.writeString(folder.resolve("token"), "the-token\n");
        Files.writeString(folder.resolve("namespace"), "shop");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aValueIsPatchedIntoTheSecret() {
        put("the first key");

        assertEquals("PATCH /api/v1/namespaces/shop/secrets/yima-owner", heard.remove());
        assertEquals("Bearer the-token", heard.remove());
        assertEquals("application/merge-patch+json", heard.remove());
        String encoded = new JsonObject(heard.remove()).getJsonObject("data").getString("owner.key");
        assertEquals("the first key", new String(Base64.getDecoder().decode(encoded), UTF_8));
    }

    @Test
    void aRefusalNamesTheSecretAndNotTheValue() {
        answer = 403;

        String told = String.valueOf(
                assertThrows(StartException.class, () -> put("the first key")).getMessage());

        assertEquals("the API server answered 403 to a patch of the Secret yima-owner", told);
    }

    @Test
    void aServerThatTheAccountDoesNotKnowHearsNothing() throws Exception {
        TestCertificate.make(Files.createDirectory(folder.resolve("other")));
        Files.copy(folder.resolve("other/cert.pem"), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);

        assertThrows(StartException.class, () -> put("the first key"));

        assertFalse(heard.iterator().hasNext());
    }

    private void put(String value) {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        new KubernetesSecret("yima-owner", address, folder)
                .put("owner.key", value)
                .await()
                .atMost(PATIENCE);
    }
}
