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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that a request has once, and refusals that arrive although the sender is still sending. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RefusedHeadersTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI server;

    /** Seen red: of two hosts the service went by the first, and a proxy may go by the second. */
    @ParameterizedTest
    @CsvSource({
        "'Host: q.example.com|Host: evil.example', Host must be sent once",
        "'Host: q.example.com|host: q.example.com', Host must be sent once",
        "'Host: a b', Host must be a host",
        "'Host: [', Host must be a host",
        "'X: none', Host must be a host",
        "'Host: a|Content-Type: text/plain|Content-Type: application/json', Content-Type must be sent once",
    })
    void whatIsSentTwiceOrIsNoneIsRefused(String headers, String said) throws IOException {
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

    /** Seen red: the connection was closed before the body was there, and the answer was lost. */
    @Test
    void aRefusalIsHeardByWhoeverStillSends() throws IOException {
        byte[] body = new byte[700_000];
        String headers = "POST /api/v1/products?" + "x".repeat(4_100) + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        for (int n = 0; n < 20; n++) {
            try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(headers.getBytes(UTF_8));
                socket.getOutputStream().write(body);
                String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
            }
        }
    }
}
