package dev.yima.gateway.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.StartException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A Secret of the Kubernetes namespace of this pod. It must be there, and the pod's service account may patch it; to
 * read it is not needed.
 */
public final class KubernetesSecret {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final String name;
    private final URI server;
    private final Path account;

    /**
     * A Secret of a server.
     *
     * @param name its name
     * @param server the address of the API server
     * @param account the folder with {@code token}, {@code namespace}, and the server's {@code ca.crt}
     */
    KubernetesSecret(String name, URI server, Path account) {
        this.name = name;
        this.server = server;
        this.account = account;
    }

    /**
     * A Secret of this pod's namespace.
     *
     * @throws StartException when this is no pod
     */
    public static KubernetesSecret ofThisPod(String name) {
        Map<String, String> environment = System.getenv();
        String host = Optional.ofNullable(environment.get("KUBERNETES_SERVICE_HOST"))
                .orElseThrow(() -> new StartException("this is no pod, so there is no Secret: " + name));
        String address = host.contains(":") ? "[" + host + "]" : host;
        return new KubernetesSecret(
                name,
                URI.create("https://" + address + ":" + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443")),
                ACCOUNT);
    }

    /** Sets a value, and leaves the others. Fails with a StartException, which does not tell the value. */
    public Uni<Void> put(String key, String value) {
        String encoded = Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
        String patch = JsonObject.of("data", JsonObject.of(key, encoded)).encode();
        try {
            String path = "/api/v1/namespaces/" + read("namespace") + "/secrets/" + name;
            HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                    .timeout(ANSWER_WITHIN)
                    .header("Authorization", "Bearer " + read("token"))
                    .header("Content-Type", "application/merge-patch+json")
                    .method("PATCH", BodyPublishers.ofString(patch))
                    .build();
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(ANSWER_WITHIN)
                    .sslContext(trustingTheServer())
                    .build();
            // The answer has the whole Secret in it, so nobody reads it.
            return Uni.createFrom()
                    .completionStage(() -> http.sendAsync(request, BodyHandlers.discarding()))
                    .onFailure()
                    .transform(away -> new StartException("the API server does not answer: " + server, away))
                    .invoke(answer -> requireSuccess(answer.statusCode()))
                    .replaceWithVoid();
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("the pod's service account cannot be read: " + account, e);
        }
    }

    private void requireSuccess(int status) {
        if (status / 100 != 2) {
            throw new StartException("the API server answered " + status + " to a patch of the Secret " + name);
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(account.resolve(file)).strip();
    }

    private SSLContext trustingTheServer() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(account.resolve("ca.crt"))) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
