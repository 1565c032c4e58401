package dev.yima.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.bench.fixture.BenchServers;
import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.codegen.Codegen;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy that the command line made, decrypted by its recipient and leaked in the clear, is traced to its recipient by
 * one scan at the packaged service. Seen red with a service that names the first copy of the lot for any honey code.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class LeakIT {
    private static final String NAME = "leak";
    private static final int GOODS = 200;
    private static final int HONEYS = 3;
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private static BenchServers servers;
    private static PackagedService service;

    @TempDir
    private Path temp = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        servers = BenchServers.start();
        service = PackagedService.start(servers, NAME, ScanFixture.TIRELESS);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        servers.close();
    }

    @Test
    void aLeakedPlainCopyNamesItsRecipientAndNobodyElse() throws Exception {
        Path east = key("east");
        Path west = key("west");
        String campaign = service.pointsCampaign(GOODS);
        codegen(
                "mint",
                "--kind=ITEM_INNER",
                "--size=" + GOODS,
                "--campaign=" + campaign,
                "--recipient=East Press=" + publicKey(east),
                "--recipient=West Press=" + publicKey(west),
                "--honey=" + HONEYS,
                "--out=" + temp.resolve("order"));
        String lot = service.get("/api/v1/lots").at("/items/0/number").asText();
        codegen("activate", lot);
        // West decrypts what is his, with all rows, and lets it out of the house.
        List<String> leaked = rows(temp.resolve("order/copy-2/codes.csv.age"), west);
        List<String> honeys = leaked.stream().filter(row -> row.startsWith("#")).toList();
        assertEquals(HONEYS, honeys.size());
        JsonNode goods = scan(code(leaked.get(0)));

        JsonNode answer = scan(code(honeys.get(1)));

        assertEquals("GENUINE_FIRST", goods.path("verdict").asText());
        assertEquals(PackagedService.POINTS, goods.at("/reward/points").asInt(), "goods of the leaked copy still pay");
        assertTrue(answer.path("reward").isNull(), answer.toString());
        assertEquals("NOT_ACTIVE", answer.path("verdict").asText());
        JsonNode incidents = incidents(lot);
        assertEquals(1, incidents.size(), incidents.toString());
        assertEquals("West Press", incidents.at("/0/recipient").asText());
        assertEquals(serial(honeys.get(1)), incidents.at("/0/serial").asInt());
        assertTrue(codegen("custody", lot).contains("LEAKED    the copy of West Press: serial "));
        assertEquals(1, service.get("/api/v1/lots/" + lot).path("claimed").asInt());
        assertTrue(service.brokenLaws().isEmpty());
    }

    private Path key(String name) {
        Path file = temp.resolve(name + ".key");
        codegen("keygen", "--out=" + file);
        return file;
    }

    private static String publicKey(Path key) throws IOException {
        return Files.readAllLines(key).get(1).replaceAll(".*: ", "");
    }

    /** All rows of a copy, as its recipient reads them with the reference tool. */
    private List<String> rows(Path copy, Path key) throws IOException {
        Path plain = temp.resolve("leaked.csv");
        Process age = new ProcessBuilder("age", "-d", "-i", key.toString(), "-o", plain.toString(), copy.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(age.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, age.onExit().join().exitValue(), said);
        List<String> lines = Files.readAllLines(plain);
        return lines.subList(1, lines.size());
    }

    private static String code(String row) {
        return row.split(",", -1)[1];
    }

    private static int serial(String row) {
        return Integer.parseInt(row.substring(1, row.indexOf(',')));
    }

    /** Somebody's claim, who has no key and no cookie. */
    private static JsonNode scan(String code) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/api/v1/scans"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    private static String address() {
        return "http://localhost:" + service.address().getPort();
    }

    private static JsonNode incidents(String lot) throws IOException {
        long until = System.nanoTime() + NOTICED_WITHIN.toNanos();
        JsonNode found = service.get("/api/v1/lots/" + lot + "/custody").path("incidents");
        while (found.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            found = service.get("/api/v1/lots/" + lot + "/custody").path("incidents");
        }
        return found;
    }

    /** Runs the command line against the service; what it printed. */
    private static String codegen(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out),
                new PrintWriter(err, true),
                false,
                Map.of("YIMA_HOME", servers.home().resolve(NAME).toString(), "YIMA_URL", address()));
        assertEquals(0, Codegen.commandLine(terminal).execute(arguments), err::toString);
        return out.toString();
    }
}
