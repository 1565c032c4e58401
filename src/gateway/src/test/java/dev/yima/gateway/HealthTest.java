package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class HealthTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void healthAsksBothStores() {
        // Whatever was late a moment ago makes it "degraded" for half a second.
        Eventually.isTrue(() -> "ok".equals(ready().getString("checks.find { it.name == 'Redis' }.data.state")));
        JsonPath ready = ready();
        assertEquals("UP", ready.getString("status"));
        assertTrue(ready.getList("checks.name").stream()
                .anyMatch(name -> name.toString().contains("PostgreSQL")));
        assertEquals("UP", Management.get("/q/health/live").jsonPath().getString("status"));
    }

    private static JsonPath ready() {
        return Management.get("/q/health/ready").jsonPath();
    }

    @Test
    void theDatabaseForgetsNothing() {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            String value = pool.query("SHOW " + setting)
                    .execute()
                    .await()
                    .indefinitely()
                    .iterator()
                    .next()
                    .getString(0);
            assertEquals("on", value, setting);
        }
    }

    @Test
    void aLineOfTheLogTellsDayAndZone() {
        List<String> lines = Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .map(handler -> handler.getFormatter().format(new ExtLogRecord(Level.WARN, "told", "")))
                .toList();
        assertFalse(lines.isEmpty());
        String start = "\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12}(Z|[+-]\\d\\d:\\d\\d) WARN ";
        assertTrue(Pattern.compile(start).matcher(lines.get(0)).lookingAt(), lines.get(0));
    }

    @Test
    void metricsSpeakOfScans() {
        new Consumer().send(Map.of("code", "0C1S1YNT84EZMPS4"));
        String metrics = Management.get("/q/metrics").asString();
        assertTrue(metrics.contains("yima_scans_total{verdict=\"UNKNOWN\"}"), metrics);
        assertTrue(metrics.contains("yima_scans_unrecorded_total"), metrics);
    }
}
