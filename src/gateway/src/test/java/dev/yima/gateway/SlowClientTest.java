package dev.yima.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Shop.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that hang in the middle of a request are sent away, and the others are served meanwhile. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SlowClientTest.Impatient.class)
class SlowClientTest {
    private static final int CLIENTS = 200;
    private static final int PATIENCE_MS = 30_000;
    private static final byte[] HALF_A_REQUEST = ("POST /api/v1/scans HTTP/1.1\r\nHost: test\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"code\":")
            .getBytes(US_ASCII);

    /** A second is enough for a body. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yima.limits.body-within", "PT1S");
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws IOException {
        Shop shop = Shop.fresh("Patient");
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
}
