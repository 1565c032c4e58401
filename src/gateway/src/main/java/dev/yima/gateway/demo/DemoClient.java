package dev.yima.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** HTTP client of the service's own API. Blocks, so it must run on a worker. */
@ApplicationScoped
class DemoClient {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final ObjectMapper json;

    DemoClient(ObjectMapper json) {
        this.json = json;
    }

    /** A session that sends a staff key with each request. */
    Session as(String key) {
        // The port that is open, which differs from the configured one when that is 0.
        int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        return new Session(json, HttpClient.newHttpClient(), "http://127.0.0.1:" + port, key);
    }

    /**
     * A session with one staff key.
     *
     * @param json the reader of answers
     * @param http the client that sends
     * @param base scheme, host and port of the service
     * @param key the staff key
     */
    record Session(ObjectMapper json, HttpClient http, String base, String key) {
        JsonNode get(String path) throws IOException, InterruptedException {
            return send(path, request(path).GET());
        }

        JsonNode post(String path, String body) throws IOException, InterruptedException {
            return send(path, request(path).POST(BodyPublishers.ofString(body)));
        }

        void patch(String path, String body) throws IOException, InterruptedException {
            var unused = send(path, request(path).method("PATCH", BodyPublishers.ofString(body)));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(ANSWER_WITHIN)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json");
        }

        private JsonNode send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return json.readTree(answer.body());
        }
    }
}
