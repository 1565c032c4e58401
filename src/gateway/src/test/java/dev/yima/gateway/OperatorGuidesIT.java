package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the guides for operators show works as they say: the unit's command, each setting of the log, going back. */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class OperatorGuidesIT {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SETTING = Pattern.compile("(?m)^\\| `(QUARKUS_LOG_[A-Z_]+)`");

    private Path folder = Path.of("");
    private Path home = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        folder = TestServers.temporaryHome();
        home = Files.createDirectories(folder.resolve("home"));
    }

    @AfterEach
    void tidy() {
        TestServers.deleteAll(folder);
    }

    @Test
    void theUnitsCommandStartsWithItsSettingsAndEndsCleanly() throws Exception {
        Guide guide = Guide.of("run-under-systemd");
        List<String> files = guide.blocks("# Run under systemd", "ini");
        try (InstalledPostgres postgres = InstalledPostgres.create(folder.resolve("pg"), "");
                LocalServers redis = LocalServers.open(new LocalServersOptions(folder.resolve("redis"), false, true))) {
            Map<String, String> environment = settings(files.get(1));
            int[] ports = RunningService.freePorts();
            environment.putAll(postgres.settings());
            environment.put("YIMA_HOME", home.toString());
            environment.put("YIMA_REDIS_URL", redis.redisUrl().orElseThrow());
            environment.put("YIMA_KEK", TestServers.KEK_PREVIOUS);
            environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports[0]));
            environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports[1]));
            Process service = command(files.get(0), environment);
            try {
                Eventually.isTrue(START_LIMIT, () -> !service.isAlive() || isReady(ports[1]));
                assertTrue(service.isAlive(), log());
                assertTrue(Files.exists(home.resolve("owner.key")));
            } finally {
                service.destroy();
            }
            assertTrue(service.waitFor(Integer.parseInt(value(files.get(0), "TimeoutStopSec")), TimeUnit.SECONDS));
            assertEquals(value(files.get(0), "SuccessExitStatus"), Integer.toString(service.exitValue()), log());
        }
    }

    @Test
    void eachSettingOfTheLogDoesWhatItSaysAndNoneWritesSecrets() throws Exception {
        Path file = folder.resolve("logs/yima.log");
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_LOG_LEVEL", "DEBUG");
        settings.put("QUARKUS_LOG_CATEGORY__DEV_YIMA__LEVEL", "DEBUG");
        settings.put("QUARKUS_LOG_CONSOLE_ENABLED", "true");
        settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
        settings.put("QUARKUS_LOG_FILE_ENABLED", "true");
        settings.put("QUARKUS_LOG_FILE_PATH", file.toString());
        settings.put("QUARKUS_LOG_FILE_JSON_ENABLED", "false");
        settings.put("QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE", "20K");
        settings.put("QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX", "2");
        settings.put("QUARKUS_LOG_FILE_ROTATION_FILE_SUFFIX", ".yyyy");
        TreeSet<String> shown = new TreeSet<>();
        SETTING.matcher(Guide.of("logs").text()).results().forEach(found -> shown.add(found.group(1)));
        assertEquals(shown, new TreeSet<>(settings.keySet()), "each that the guide shows, and no other");
        settings.remove("QUARKUS_LOG_FILE_ROTATION_FILE_SUFFIX");

        List<String> secrets = new ArrayList<>();
        String written;
        try (RunningService service = RunningService.start(home, settings)) {
            secrets.addAll(secrets(service));
            written = Files.readString(RunningService.log(home));
        }
        for (String line : written.lines().filter(line -> line.startsWith("{")).toList()) {
            JsonNode event = JSON.readTree(line);
            assertTrue(event.has("timestamp") && event.has("level") && event.has("message"), line);
        }
        assertTrue(written.contains("\"loggerName\":\"dev.yima"), "events of Yima");
        assertTrue(written.contains("\"level\":\"DEBUG\""));
        List<Path> files;
        try (Stream<Path> all = Files.list(file.getParent())) {
            files = all.sorted().toList();
        }
        assertEquals(
                List.of("yima.log", "yima.log.1", "yima.log.2"),
                files.stream().map(path -> path.getFileName().toString()).toList());
        for (Path each : files) {
            String text = Files.readString(each);
            assertFalse(text.contains("{\"timestamp\""), each + " is not JSON");
            written += text;
        }
        for (String secret : secrets) {
            assertFalse(written.contains(secret), "in the log: " + secret);
        }
    }

    @Test
    void aQuietLogIsEmptyAndAFileInJsonIsOne() throws Exception {
        Path file = folder.resolve("yima.json");
        Map<String, String> settings = Map.of(
                "QUARKUS_LOG_LEVEL", "WARN",
                "QUARKUS_LOG_CATEGORY__DEV_YIMA__LEVEL", "INFO",
                "QUARKUS_LOG_CONSOLE_ENABLED", "false",
                "QUARKUS_LOG_FILE_ENABLED", "true",
                "QUARKUS_LOG_FILE_PATH", file.toString(),
                "QUARKUS_LOG_FILE_JSON_ENABLED", "true",
                "QUARKUS_LOG_FILE_ROTATION_FILE_SUFFIX", ".yyyy-MM-dd");
        try (RunningService service = RunningService.start(home, settings)) {
            assertFalse(Files.readString(RunningService.log(home)).contains("owner key"));
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                String logger = JSON.readTree(line).get("loggerName").asText();
                assertTrue(logger.startsWith("dev.yima") || !line.contains("\"level\":\"INFO\""), line);
            }
            assertTrue(lines.stream().anyMatch(line -> line.contains("The first brand is made")), lines.toString());
        }
    }

    @Test
    void anOlderVersionNamesWhatItCannotRead() throws Exception {
        try (RunningService service = RunningService.start(home)) {
            service.get("/api/v1/brand");
        }
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(home, true, false))) {
            URI owner = URI.create(servers.databaseUrl().orElseThrow());
            String[] login = owner.getUserInfo().split(":", 2);
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://" + owner.getHost() + ":" + owner.getPort() + owner.getPath(),
                            login[0],
                            login[1]);
                    Statement statement = connection.createStatement()) {
                statement.execute("""
                        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                            checksum, installed_by, execution_time, success)
                        SELECT max(installed_rank) + 1, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'yima', 1, true
                        FROM flyway_schema_history""");
            }
        }
        String said = Guide.of("upgrade").block("## Going back", "").strip().replace("migration 18", "migration 9999");
        Process process = RunningService.launch(home, Map.of("QUARKUS_HTTP_PORT", "0", "QUARKUS_MANAGEMENT_PORT", "0"));
        assertTrue(process.waitFor(90, TimeUnit.SECONDS));
        assertTrue(log().contains(said), log());
        assertEquals(1, process.exitValue());
    }

    /** Makes what must stay secret, uses it rightly and wrongly, and says what it is. */
    private List<String> secrets(RunningService service) throws Exception {
        String campaign = service.post(
                        "/api/v1/campaigns",
                        "{\"name\":\"Quiet\",\"prizes\":[{\"kind\":\"CASH\",\"amountMinor\":188,\"count\":9}]}")
                .get("id")
                .asText();
        service.post("/api/v1/campaigns/" + campaign + "/publish", "{}");
        Lot lot = lot(service, campaign);
        String cookie = service.scan(lot.code(), "")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        service.scan(lot.code(), cookie);
        service.scan(lot.code() + "0", cookie);
        service.scan("ZZZZ0123456789AB", cookie);
        service.lookForwarded();
        JsonNode key = service.post("/api/v1/keys", "{\"role\":\"STAFF\",\"name\":\"Clerk\"}");
        service.delete("/api/v1/keys/" + key.get("id").asText());
        return List.of(
                Files.readString(home.resolve("owner.key")).strip(),
                Files.readString(home.resolve("kek")).strip(),
                Files.readString(home.resolve("postgres/password")).strip(),
                Files.readString(home.resolve("postgres/service-password")).strip(),
                key.get("key").asText(),
                lot.key(),
                lot.code(),
                cookie.replaceFirst("^[^=]*=", ""));
    }

    /** The key of a lot, and one of its codes. */
    private record Lot(String key, String code) {}

    private static Lot lot(RunningService service, String campaign) throws Exception {
        String body = "{\"kind\":\"ITEM_INNER\",\"size\":3,\"campaignId\":\"" + campaign + "\"}";
        String number = service.post("/api/v1/lots", body).get("number").asText();
        String key =
                service.post("/api/v1/lots/" + number + "/key", "{}").get("key").asText();
        service.post("/api/v1/lots/" + number + "/activate", "{}");
        return new Lot(key, ShopFixture.codec(number, 3, key).code(0).text());
    }

    /** What a unit's ExecStart runs, with this build and this JDK in the places of the guide's. */
    private Process command(String unit, Map<String, String> environment) throws IOException {
        String command = value(unit, "ExecStart")
                .replace(
                        "/usr/bin/java",
                        Path.of(System.getProperty("java.home"), "bin/java").toString())
                .replace("/opt/yima/quarkus-run.jar", System.getProperty("gateway.jar"));
        ProcessBuilder builder = new ProcessBuilder(command.split(" ")).directory(home.toFile());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(RunningService.log(home).toFile())
                .start();
    }

    private static Map<String, String> settings(String file) {
        Map<String, String> settings = new LinkedHashMap<>();
        file.lines().forEach(line -> settings.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        return settings;
    }

    private static String value(String unit, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(unit);
        assertTrue(line.find(), name);
        return line.group(1);
    }

    private static boolean isReady(int management) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String log() throws IOException {
        return Files.readString(RunningService.log(home));
    }
}
