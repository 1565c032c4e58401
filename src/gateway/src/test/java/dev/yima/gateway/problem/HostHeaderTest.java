package dev.yima.gateway.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of the host, by which a brand is known and a form is told from a foreign one. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class HostHeaderTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI server;

    /** Seen red: of two the service went by the first, and a proxy may go by the second. */
    @ParameterizedTest
    @CsvSource({
        "'Host: q.example.com|Host: evil.example', Host must be sent once",
        "'Host: q.example.com|host: q.example.com', Host must be sent once",
        "'Host: a b', Host must be a host",
        "'Host: [', Host must be a host",
        "'X: none', Host must be a host",
    })
    void isOneHost(String headers, String said) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET / HTTP/1.1\r\nConnection: close\r\n" + headers.replace("|", "\r\n") + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
            assertTrue(answer.contains(said), answer);
        }
    }
}
