package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The packaged service in shares, as a cluster runs it: one start migrates, one founds, others serve.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class SetupIT {
    private Path folder = Path.of("");
    private Path home = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private LocalServers servers;

    @BeforeEach
    void prepare() throws IOException {
        folder = TestServers.temporaryHome();
        home = Files.createDirectories(folder.resolve("home"));
        servers = LocalServers.open(new LocalServersOptions(folder.resolve("servers"), true, true));
    }

    @AfterEach
    void tidy() {
        servers.close();
        TestServers.deleteAll(folder);
    }

    @Test
    void eachStartDoesItsShareAndNoMore() throws Exception {
        Path key = home.resolve("owner.key");

        assertEquals(1, run("none", Map.of()));
        assertTrue(said().contains("yima cannot start: the tables are not of this version of Yima"), said());

        Map<String, String> asOwner =
                Map.of("YIMA_MIGRATION_URL", servers.databaseUrl().orElseThrow());
        assertEquals(0, run("migrate", asOwner), this::said);
        assertFalse(said().contains("cannot start"), said());
        assertEquals(0, brands());

        assertEquals(0, run("found", Map.of()), this::said);
        assertEquals(1, brands());
        assertTrue(Files.exists(key));
        assertFalse(said().contains(Files.readString(key).strip()));

        try (RunningService service = RunningService.start(home, settings("none"))) {
            assertEquals("My brand", service.get("/api/v1/brand").get("name").asText());
        }
    }

    private int run(String setup, Map<String, String> more) throws Exception {
        Map<String, String> environment = settings(setup);
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_MANAGEMENT_PORT", "0");
        environment.putAll(more);
        Process process = RunningService.launch(home, environment);
        assertTrue(process.waitFor(90, TimeUnit.SECONDS), setup);
        return process.exitValue();
    }

    private Map<String, String> settings(String setup) {
        return new HashMap<>(Map.of(
                "YIMA_SETUP",
                setup,
                "YIMA_EMBEDDED",
                "off",
                "YIMA_DATABASE_URL",
                servers.serviceDatabaseUrl().orElseThrow(),
                "YIMA_REDIS_URL",
                servers.redisUrl().orElseThrow(),
                "YIMA_KEK",
                TestServers.KEK_PREVIOUS));
    }

    private int brands() throws Exception {
        URI owner = URI.create(servers.databaseUrl().orElseThrow());
        String[] login = owner.getUserInfo().split(":", 2);
        String url = "jdbc:postgresql://" + owner.getHost() + ":" + owner.getPort() + owner.getPath();
        try (Connection connection = DriverManager.getConnection(url, login[0], login[1]);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM brand")) {
            count.next();
            return count.getInt(1);
        }
    }

    private String said() {
        try {
            return Files.readString(RunningService.log(home));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
