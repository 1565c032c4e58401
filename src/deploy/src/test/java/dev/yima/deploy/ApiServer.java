package dev.yima.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Stands in for the one call of Kubernetes' API that a Job makes: the patch of a Secret. */
final class ApiServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final String SECRET = "/api/v1/namespaces/yima/secrets/yima-owner";
    private static final String TOKEN = "the-token-of-the-account";

    private final HttpsServer server;
    private final AtomicReference<String> ownerKey = new AtomicReference<>("");

    private ApiServer(HttpsServer server) {
        this.server = server;
        server.createContext("/", call -> {
            boolean known = call.getRequestMethod().equals("PATCH")
                    && call.getRequestURI().getPath().equals(SECRET)
                    && ("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"));
            String patch = new String(call.getRequestBody().readAllBytes(), UTF_8);
            if (known) {
                String encoded =
                        new ObjectMapper().readTree(patch).at("/data/owner.key").asText();
                ownerKey.set(new String(Base64.getDecoder().decode(encoded), UTF_8));
            }
            call.sendResponseHeaders(known ? 200 : 403, -1);
            call.close();
        });
        server.start();
    }

    /**
     * Starts it.
     *
     * @param work an empty folder
     * @param account the folder in which a pod finds its service account
     */
    static ApiServer start(Path work, Path account) throws Exception {
        String store = work.resolve("keys.p12").toString();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var unused = Manifests.run(
                keytool,
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=api",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store,
                "-storepass",
                PASSWORD);
        Files.createDirectories(account);
        Files.writeString(
                account.resolve("ca.crt"),
                Manifests.run(
                        keytool, "-exportcert", "-rfc", "-alias", "api", "-keystore", store, "-storepass", PASSWORD));
        Files.writeString(account.resolve("token"), TOKEN);
        Files.writeString(account.resolve("namespace"), "yima");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(Path.of(store).toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new ApiServer(server);
    }

    /** How a pod is told where it is. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                "127.0.0.1",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(server.getAddress().getPort()));
    }

    /** The value that the Secret has; empty until then. */
    String ownerKey() {
        return ownerKey.get();
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
    }
}
