package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged service: what it needs, what it refuses, and what it finds again. */
class StartIT {
    @Test
    void withoutServersAndWithoutUrlsItSaysWhichVariableIsMissing() throws Exception {
        assertRefuses(Map.of("YIMA_EMBEDDED", "off"), "YIMA_DATABASE_URL must be set");
        assertRefuses(
                Map.of("YIMA_EMBEDDED", "off", "YIMA_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/db"),
                "YIMA_REDIS_URL must be set");
        assertRefuses(
                Map.of("YIMA_REDIS_URL", "redis://127.0.0.1:1", "YIMA_DATABASE_URL", "jdbc:nonsense"),
                "must be postgresql://user:password@host:port/db");
    }

    @Test
    void aSecondStartFindsWhatTheFirstOneMade() throws Exception {
        Path home = TestServers.temporaryHome();
        String id;
        try (RunningService service = RunningService.start(home)) {
            id = service.post("/api/v1/products", "{\"name\":\"Water\"}")
                    .get("id")
                    .asText();
            for (String secret : new String[] {"owner.key", "kek"}) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(secret))));
            }
            String key = Files.readString(home.resolve("owner.key")).strip();
            assertFalse(Files.readString(RunningService.log(home)).contains(key));
            service.lookForwarded();
            Eventually.isTrue(() -> isWarnedOfProxy(home));
            assertRefuses(
                    Map.of(
                            "QUARKUS_HTTP_PORT",
                            "0",
                            "QUARKUS_MANAGEMENT_PORT",
                            Integer.toString(service.managementPort())),
                    "port " + service.managementPort() + " is in use: QUARKUS_MANAGEMENT_PORT must be another one");
        }
        Map<String, String> behindAProxy = Map.of(
                "YIMA_TRUSTED_PROXIES", "127.0.0.1",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.2");
        try (RunningService service = RunningService.start(home, behindAProxy)) {
            service.lookForwarded();
            assertEquals(
                    "Water", service.get("/api/v1/products/" + id).get("name").asText());
            assertFalse(isWarnedOfProxy(home));
        }
        TestServers.deleteAll(home);
    }

    private static boolean isWarnedOfProxy(Path home) {
        try {
            return Files.readString(RunningService.log(home)).contains("not in YIMA_TRUSTED_PROXIES");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefuses(Map<String, String> environment, String reason)
            throws IOException, InterruptedException {
        Path home = TestServers.temporaryHome();
        Process process = RunningService.launch(home, environment);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(RunningService.log(home));
        assertEquals(1, process.exitValue(), said);
        assertTrue(said.contains("yima cannot start: ") && said.contains(reason), said);
        Files.delete(RunningService.log(home));
        TestServers.deleteAll(home);
    }
}
