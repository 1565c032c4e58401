package dev.yima.bench.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.bench.fixture.BenchServers;
import dev.yima.bench.fixture.PackagedService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The service is killed after it has stored the body of a bill and before the bill has left, and again after the
 * provider has taken a bill and before its answer is heard. Each is paid once, under the number and with the body that
 * were stored first. Seen red with a body that tells when it is sent, rebuilt each time a bill is taken.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class PayoutCrashIT {
    private static final long LONG_IDLE_TIMEOUT = TimeUnit.SECONDS.toNanos(60);

    // The service hears nothing for longer than the test takes to kill it, and forgets what it had taken soon after.
    private static final Map<String, String> SETTINGS =
            Map.of("YIMA_PAYOUT_SANDBOX_SCRIPT", "STALL,TIMEOUT", "YIMA_PAYOUT_ANSWER_WITHIN", "PT4S");

    @Test
    void whatWasStoredIsWhatIsPaidOnce() throws Exception {
        try (BenchServers servers = BenchServers.start();
                PackagedService doomed = PackagedService.start(servers, "doomed", SETTINGS)) {
            PackagedService.ActiveLot lot = doomed.lot("ITEM_INNER", 2, doomed.publish("""
                    {"name":"Crash","prizes":[{"kind":"CASH","amountMinor":188,"count":2}]}"""));
            claim(doomed, lot.codec().code(0).text());
            await(servers, "SELECT count(*) FROM payout WHERE state = 'BILLED'", "[1]");
            claim(doomed, lot.codec().code(1).text());
            await(servers, "SELECT count(*) FROM payout WHERE state = 'BILLED'", "[2]");
            await(servers, "SELECT count(*) FROM sandbox_order", "[1]");
            List<String> stored = bills(servers);
            doomed.kill();
            assertEquals("[BILLED 1, BILLED 1]", ask(servers, "SELECT state, attempts FROM payout"), "in between");

            try (PackagedService second = PackagedService.start(servers, "doomed", Map.of())) {
                await(servers, "SELECT count(*) FROM payout WHERE state = 'PAID'", "[2]");

                assertEquals(stored, bills(servers), "no other number, no other body");
                assertEquals(
                        new TreeSet<>(stored),
                        new TreeSet<>(rows(servers, "SELECT bill_no, body FROM sandbox_order WHERE state = 'PAID'")));
                assertEquals(
                        "[2 376]", ask(servers, "SELECT count(*), sum(amount) FROM transfer WHERE reason = 'PAY'"));
                assertEquals(List.of(), second.brokenLaws());
            }
        }
    }

    private static void claim(PackagedService service, String code) throws IOException, InterruptedException {
        String scans = "http://127.0.0.1:" + service.address().getPort() + "/api/v1/scans";
        HttpRequest claim = HttpRequest.newBuilder(URI.create(scans))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
                .build();
        String answer =
                HttpClient.newHttpClient().send(claim, BodyHandlers.ofString()).body();
        assertTrue(answer.contains("\"amountMinor\":188"), answer);
    }

    private static List<String> bills(BenchServers servers) throws SQLException {
        return rows(servers, "SELECT bill_no, bill_body FROM payout ORDER BY bill_no");
    }

    private static void await(BenchServers servers, String query, String expected) throws SQLException {
        long until = System.nanoTime() + LONG_IDLE_TIMEOUT;
        while (!ask(servers, query).equals(expected)) {
            assertTrue(System.nanoTime() < until, () -> query + " never became " + expected);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String ask(BenchServers servers, String query) throws SQLException {
        return rows(servers, query).toString();
    }

    private static List<String> rows(BenchServers servers, String query) throws SQLException {
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                String second = rows.getMetaData().getColumnCount() > 1 ? " " + rows.getString(2) : "";
                found.add(rows.getString(1) + second);
            }
            return found;
        }
    }
}
