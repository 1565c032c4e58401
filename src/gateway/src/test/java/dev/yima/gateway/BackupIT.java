package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The commands of the guide: what they keep is there again, exactly; what was answered after them is lost in the way
 * that the guide says; and without the key-encryption key a copy opens nothing.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class BackupIT {
    private static final Guide GUIDE = Guide.of("backup-and-restore");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEK = Base64.getEncoder().encodeToString(new byte[32]);

    private Path folder = Path.of("");
    private Path home = Path.of("");
    private Path backups = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        folder = TestServers.temporaryHome();
        home = folder.resolve("home");
        backups = folder.resolve("backups");
        Files.createDirectories(backups.resolve("wal"));
    }

    @AfterEach
    void tidy() {
        TestServers.deleteAll(folder);
    }

    /** Codes of a lot, each of which wins. */
    private record Codes(LotCodec lot) {
        String text(int serial) {
            return lot.code(serial).text();
        }
    }

    /** A person and what a scan told them. */
    private record Scan(String cookie, JsonNode answer) {
        JsonNode reward() {
            return answer.get("reward");
        }

        String rewardId() {
            return reward().get("id").asText();
        }
    }

    @Test
    void theEmbeddedServersAreCopiedWhileTheyStand() throws Exception {
        Codes codes;
        Scan kept;
        try (RunningService service = RunningService.start(home)) {
            codes = mint(service);
            kept = paid(service, codes.text(0));
        }
        shell(GUIDE.blocks("## The embedded servers", "sh").get(0));
        Path key = Files.copy(home.resolve("owner.key"), folder.resolve("owner.key"));
        Path kek = Files.copy(home.resolve("kek"), folder.resolve("kek"));
        try (RunningService service = RunningService.start(home)) {
            paid(service, codes.text(1));
        }
        TestServers.deleteAll(home);

        shell(GUIDE.blocks("## The embedded servers", "sh").get(1));
        assertRefused(Map.of());
        Files.delete(home.resolve("kek"));
        Files.copy(kek, home.resolve("kek"));
        Files.copy(key, home.resolve("owner.key"));

        try (RunningService service = RunningService.start(home)) {
            assertKept(service, codes.text(0), kept);
            assertFalse(scan(service, codes.text(1), "").reward().isNull(), "a claim after the copy is lost");
            assertBalanced(service);
        }
    }

    @Test
    void theArchiveGoesBackToAMoment() throws Exception {
        try (InstalledPostgres postgres =
                InstalledPostgres.create(folder.resolve("pg"), local(GUIDE.block("### Archive", "ini")))) {
            Map<String, String> settings = settings(postgres, KEK);
            Codes codes;
            Scan inBase;
            Scan inArchive;
            Scan lost;
            String until;
            LocalDate day;
            try (RunningService service = RunningService.start(home, settings)) {
                codes = mint(service);
                inBase = paid(service, codes.text(0));
                postgres.run(local(GUIDE.block("### Archive", "sh")));
                inArchive = paid(service, codes.text(1));
                until = postgres.ask("SELECT clock_timestamp()");
                day = LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Shanghai"));
                lost = paid(service, codes.text(2));
                postgres.run("pg_dump --data-only --table=sandbox_order yima > provider.sql");
                archive(postgres);
            }
            Path key = Files.copy(home.resolve("owner.key"), folder.resolve("owner.key"));
            postgres.die();
            TestServers.deleteAll(postgres.data());
            TestServers.deleteAll(home);

            postgres.run(local(GUIDE.block("### Go back to a moment", "sh"))
                    .replaceFirst("UNTIL='[^']*'", "UNTIL='" + until + "'"));
            postgres.startUp();
            Eventually.isTrue(() -> "f".equals(asked(postgres, "SELECT pg_is_in_recovery()")));
            // A provider is another company: it remembers what it was asked to pay.
            postgres.run("{ echo 'TRUNCATE sandbox_order;'; cat provider.sql; } | psql --quiet yima");

            assertRefused(settings(postgres, TestServers.KEK_PREVIOUS));
            Files.copy(key, home.resolve("owner.key"));
            try (RunningService service = RunningService.start(home, settings)) {
                assertKept(service, codes.text(0), inBase);
                assertKept(service, codes.text(1), inArchive);
                Scan again = paid(service, codes.text(2));
                assertNotEquals(lost.rewardId(), again.rewardId(), "the code is claimed once more");
                JsonNode report = service.post("/api/v1/reconciliations/" + day, "{}");
                JsonNode unmatched = StreamSupport.stream(report.get("lines").spliterator(), false)
                        .filter(line -> line.get("line").asText().equals("UNMATCHED"))
                        .reduce((one, other) -> {
                            throw new AssertionError("one payment is unknown here: " + report);
                        })
                        .orElseThrow(() -> new AssertionError(report));
                assertEquals(
                        lost.rewardId().replace("-", ""),
                        unmatched.get("billNumber").asText());
                assertTrue(unmatched.get("rewardId").isNull(), report.toString());
                assertBalanced(service);
            }
        }
    }

    @Test
    void aDumpGoesIntoANewServerWhoseTransactionNumbersAreRaised() throws Exception {
        Codes codes;
        Scan kept;
        Path key = folder.resolve("owner.key");
        try (InstalledPostgres old = InstalledPostgres.create(folder.resolve("old"), "")) {
            // As after years: far beyond the numbers with which a new server begins.
            old.run("pg_ctl stop --wait > /dev/null; pg_resetwal --epoch=7 \"$PGDATA\"");
            old.startUp();
            try (RunningService service = RunningService.start(home, settings(old, KEK))) {
                codes = mint(service);
                kept = paid(service, codes.text(0));
                assertBalanced(service);
                old.run(local(GUIDE.blocks("### Dump", "sh").get(0)));
                paid(service, codes.text(1));
            }
            Files.copy(home.resolve("owner.key"), key);
        }
        TestServers.deleteAll(home);
        try (InstalledPostgres fresh = InstalledPostgres.create(folder.resolve("new"), "")) {
            fresh.run(local(GUIDE.blocks("### Dump", "sh").get(1)));
            Files.copy(key, Files.createDirectories(home).resolve("owner.key"));
            try (RunningService service = RunningService.start(home, settings(fresh, KEK))) {
                String broken = service.get("/api/v1/ledger/check").toString();
                assertTrue(broken.contains("\"balanced\":false"), "the epoch was forgotten: " + broken);
            }
            fresh.run(local(GUIDE.blocks("### Dump", "sh").get(2)).replaceFirst("export PGDATA=.*", ""));
            try (RunningService service = RunningService.start(home, settings(fresh, KEK))) {
                assertKept(service, codes.text(0), kept);
                paid(service, codes.text(1));
                assertBalanced(service);
            }
        }
    }

    private static Map<String, String> settings(InstalledPostgres postgres, String kek) {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("YIMA_KEK", kek);
        return settings;
    }

    /** The commands with the folders of this test. */
    private String local(String commands) {
        return commands.replace("/var/backups/yima", backups.toString())
                .replace(
                        "/var/lib/postgresql/15/main", folder.resolve("pg/data").toString())
                .replace("/var/lib/yima", home.toString());
    }

    private void shell(String commands) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", local(commands))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("shell.log").toFile())
                .start();
        assertEquals(0, shell.waitFor(), Files.readString(folder.resolve("shell.log")));
    }

    /** Waits until what is written so far is in the archive. */
    private static void archive(InstalledPostgres postgres) throws Exception {
        String last = postgres.ask("SELECT pg_walfile_name(pg_switch_wal())");
        Eventually.isTrue(() -> asked(postgres, "SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver")
                        .compareTo(last)
                >= 0);
    }

    private static String asked(InstalledPostgres postgres, String query) {
        try {
            return postgres.ask(query);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Codes mint(RunningService service) throws Exception {
        String campaign = service.post(
                        "/api/v1/campaigns",
                        "{\"name\":\"Kept\",\"prizes\":[{\"kind\":\"CASH\",\"amountMinor\":188,\"count\":10}]}")
                .get("id")
                .asText();
        service.post("/api/v1/campaigns/" + campaign + "/publish", "{}");
        String lot = service.post(
                        "/api/v1/lots", "{\"kind\":\"ITEM_INNER\",\"size\":10,\"campaignId\":\"" + campaign + "\"}")
                .get("number")
                .asText();
        String key =
                service.post("/api/v1/lots/" + lot + "/key", "{}").get("key").asText();
        service.post("/api/v1/lots/" + lot + "/activate", "{}");
        return new Codes(ShopFixture.codec(lot, 10, key));
    }

    private static Scan scan(RunningService service, String code, String cookie) throws Exception {
        HttpResponse<String> answer = service.scan(code, cookie);
        Optional<String> fresh = answer.headers().firstValue("Set-Cookie").map(set -> set.replaceFirst(";.*", ""));
        return new Scan(fresh.orElse(cookie), JSON.readTree(answer.body()));
    }

    /** A stranger claims a code, and the money arrives. */
    private static Scan paid(RunningService service, String code) throws Exception {
        Scan won = scan(service, code, "");
        assertEquals(188, won.reward().path("amountMinor").asInt(), won.answer().toString());
        Eventually.isTrue(() -> {
            try {
                return scan(service, code, won.cookie())
                        .reward()
                        .path("state")
                        .asText()
                        .equals("PAID");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return won;
    }

    /** The winner is still the winner, and nobody else can claim. */
    private static void assertKept(RunningService service, String code, Scan won) throws Exception {
        Scan stranger = scan(service, code, "");
        assertEquals("GENUINE_REPEAT", stranger.answer().get("verdict").asText());
        assertTrue(stranger.reward().isNull(), "a code pays once");
        Scan winner = scan(service, code, won.cookie());
        assertEquals(won.rewardId(), winner.rewardId());
        assertEquals("PAID", winner.reward().get("state").asText());
    }

    private static void assertBalanced(RunningService service) throws Exception {
        JsonNode check = service.get("/api/v1/ledger/check");
        assertTrue(check.get("balanced").asBoolean(), check.toString());
        String full = "/api/v1/ledger/checks/"
                + service.post("/api/v1/ledger/checks", "").get("id").asText();
        Eventually.isTrue(() -> !get(service, full).get("endedAt").isNull());
        assertTrue(
                get(service, full).get("balanced").asBoolean(),
                get(service, full).toString());
    }

    private static JsonNode get(RunningService service, String path) {
        try {
            return service.get(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_MANAGEMENT_PORT", "0");
        Files.createDirectories(home);
        Process process = RunningService.launch(home, environment);
        assertTrue(process.waitFor(90, TimeUnit.SECONDS));
        String said = Files.readString(RunningService.log(home));
        assertTrue(said.contains("is not the key that this database was sealed with"), said);
    }
}
