package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The packaged service: what it needs, what it refuses, and what it finds again. */
class StartIT {
    @Test
    void whatIsMissingIsSaidAndNothingIsLeftBehind() throws Exception {
        assertRefuses(Map.of("YIMA_EMBEDDED", "off"), "YIMA_DATABASE_URL must be set");
    }

    @Test
    @EnabledIfSystemProperty(named = "test.full", matches = "true")
    void whatIsRefusedAfterTheServersWereStartedLeavesNoneBehind() throws Exception {
        assertRefuses(
                Map.of("YIMA_PUBLIC_URL", "q.example.com"),
                "must be http(s)://HOST[:PORT]: YIMA_PUBLIC_URL=q.example.com");
        assertRefuses(
                Map.of("QUARKUS_HTTP_PORT", "0", "QUARKUS_HTTP_HOST", "192.0.2.1"),
                "host 192.0.2.1 is not of this machine: QUARKUS_HTTP_HOST must be another one");
    }

    /** Behind a proxy, and with other keys: those of a deployment are turned from one start to the next. */
    @Test
    void aSecondStartFindsWhatTheFirstOneMade() throws Exception {
        Path home = TestServers.temporaryHome();
        String product;
        String code;
        HttpResponse<String> seen;
        String firstKey;
        JsonNode successor;
        String employee;
        try (RunningService service = RunningService.start(home)) {
            product = service.post("/api/v1/products", "{\"name\":\"Water\"}")
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
            assertRefusesWhatIsTaken(service.managementPort());
            code = code(service);
            seen = service.scan(code, "");
            employee = employee(service);
            firstKey = service.get("/api/v1/keys").at("/items/0/id").asText();
            successor = service.post("/api/v1/keys", "{\"role\":\"FOUNDER\",\"name\":\"Successor\"}");
        }
        String earlier = Files.readString(home.resolve("kek")).strip();
        String current = Base64.getEncoder().encodeToString(new byte[32]);
        Files.delete(home.resolve("kek"));
        Files.delete(home.resolve("owner.key"));
        try (RunningService service = RunningService.start(home, turnedBehindAProxy(current, earlier))) {
            assertFalse(Files.exists(home.resolve("kek")) || Files.exists(home.resolve("owner.key")));
            Files.writeString(home.resolve("owner.key"), successor.get("key").asText());
            service.delete("/api/v1/keys/" + firstKey);
            service.lookForwarded();
            assertEquals(
                    "Water",
                    service.get("/api/v1/products/" + product).get("name").asText());
            assertFalse(isWarnedOfProxy(home));
            assertEquals(member(seen), member(service.scan(code, cookie(seen))), "the person is still known");
            assertEquals(403, confirm(service, employee, "518073"));
            assertEquals(200, confirm(service, employee, "730518"), "the PIN is still theirs");
            assertEquals(
                    2, service.post("/api/v1/kek/rewrap", "{}").get("resealed").asInt());
            assertTrue(service.post("/api/v1/kek/rewrap", "{}").get("remaining").isEmpty());
            assertEquals(200, confirm(service, employee, "730518"));
        }
        assertRefuses(home, Map.of("YIMA_KEK", earlier), "YIMA_KEK is not the key that this database was sealed with");
    }

    private static Map<String, String> turnedBehindAProxy(String current, String earlier) {
        return Map.of(
                "YIMA_KEK", current,
                "YIMA_KEK_PREVIOUS", earlier,
                "YIMA_COOKIE_KEY", current + ",stored",
                "YIMA_TRUSTED_PROXIES", "127.0.0.1",
                "YIMA_PUBLIC_URL", "https://q.example.com",
                "YIMA_EMBEDDED", "on",
                "YIMA_SETUP", "none",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.2");
    }

    private static void assertRefusesWhatIsTaken(int port) throws IOException, InterruptedException {
        assertRefuses(
                Map.of("QUARKUS_HTTP_PORT", "0", "QUARKUS_MANAGEMENT_PORT", Integer.toString(port)),
                "port " + port + " is in use: QUARKUS_MANAGEMENT_PORT must be another one: 127.0.0.1:" + port);
    }

    private static boolean isWarnedOfProxy(Path home) {
        try {
            return Files.readString(RunningService.log(home)).contains("not in YIMA_TRUSTED_PROXIES");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A code of a lot that is on sale. */
    private static String code(RunningService service) throws IOException, InterruptedException {
        String number = service.post("/api/v1/lots", "{\"kind\":\"ITEM_INNER\",\"size\":1}")
                .get("number")
                .asText();
        String key =
                service.post("/api/v1/lots/" + number + "/key", "{}").get("key").asText();
        service.post("/api/v1/lots/" + number + "/activate", "{}");
        LotNumber lot = LotNumber.read(number).orElseThrow();
        return new LotCodec(lot, 1, LotKey.of(Base64.getDecoder().decode(key)))
                .code(0)
                .text();
    }

    /** The cookie of somebody who works at a dealer, and chose a PIN. */
    private static String employee(RunningService service) throws IOException, InterruptedException {
        String dealer = service.post("/api/v1/partners", "{\"kind\":\"DEALER\",\"name\":\"East\",\"territory\":[]}")
                .get("id")
                .asText();
        String url = service.post("/api/v1/partners/" + dealer + "/invitations", "{\"role\":\"DEALER\"}")
                .get("url")
                .asText();
        String joining = "{\"token\":\"" + url.substring(url.lastIndexOf('/') + 1)
                + "\",\"name\":\"Wang Fang\",\"pin\":\"730518\"}";
        return cookie(service.post("/api/v1/partner/join", joining, ""));
    }

    private static int confirm(RunningService service, String cookie, String pin)
            throws IOException, InterruptedException {
        return service.post("/api/v1/partner/confirmations", "{\"pin\":\"" + pin + "\"}", cookie)
                .statusCode();
    }

    /** The cookie of an answer, by the name that it has over https. */
    private static String cookie(HttpResponse<String> answer) {
        return "__Host-"
                + answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static String member(HttpResponse<String> scan) throws IOException {
        return new ObjectMapper().readTree(scan.body()).get("memberId").asText();
    }

    private static void assertRefuses(Map<String, String> environment, String reason)
            throws IOException, InterruptedException {
        assertRefuses(TestServers.temporaryHome(), environment, reason);
    }

    private static void assertRefuses(Path home, Map<String, String> environment, String reason)
            throws IOException, InterruptedException {
        Process process = RunningService.launch(home, environment);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(RunningService.log(home));
        assertEquals(1, process.exitValue(), said);
        assertTrue(said.contains("yima cannot start: ") && said.contains(reason), said);
        assertEquals(
                List.of(),
                ProcessHandle.allProcesses()
                        .map(left -> left.info().commandLine().orElse(""))
                        .filter(command -> command.contains(home.toString()))
                        .toList(),
                "no server is left behind");
        Files.delete(RunningService.log(home));
        TestServers.deleteAll(home);
    }
}
