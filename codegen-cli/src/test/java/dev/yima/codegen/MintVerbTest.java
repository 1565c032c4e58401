package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MintVerbTest {
    private static final int SIZE = 10_001;

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void everyRowIsTheServersCodeOfItsSerial() throws IOException {
        mint(SIZE).succeeded();

        List<String> lines = Files.readAllLines(out().resolve("codes.csv"));
        assertEquals("serial,code,url", lines.get(0));
        assertEquals(SIZE + 1, lines.size());
        LotCodec lot = StandInServer.codec("0C1S", SIZE);
        for (int serial = 0; serial < SIZE; serial++) {
            String code = lot.code(serial).text();
            String url = CodeUrl.shortForm("https://q.example.com", lot.code(serial));
            assertEquals(serial + "," + code + "," + url, lines.get(serial + 1));
        }
    }

    @Test
    void theAddressIsSaidFirst() {
        CommandRun run = mint(1);
        assertTrue(run.succeeded().startsWith("opens     https://q.example.com\nlot       0C1S"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void anAddressThatNoPhoneOpensIsWarnedOf() {
        server.printUnder("http://localhost:8080");
        CommandRun run = mint(1);
        assertEquals(0, run.exitCode());
        assertTrue(
                run.err().contains("warning: the codes open http://localhost:8080, which is this machine's own"),
                run.err());
    }

    @Test
    void theManifestSaysWhatIsThere() throws Exception {
        String printed = mint(SIZE, "--label", "夏日 one", "--product", "p-1", "--campaign", "7", "-o", "json")
                .succeeded();

        JsonNode manifest = new ObjectMapper().readTree(Files.readAllBytes(out().resolve("manifest.json")));
        byte[] codes = Files.readAllBytes(out().resolve("codes.csv"));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(codes));
        assertEquals("0C1S", manifest.path("lot").asText());
        assertEquals(SIZE, manifest.path("size").asInt());
        assertEquals("ITEM_INNER", manifest.path("kind").asText());
        assertEquals(1, manifest.path("formatVersion").asInt());
        assertEquals("夏日 one", manifest.path("label").asText());
        assertEquals("https://q.example.com", manifest.path("urlBase").asText());
        assertEquals(1, manifest.path("files").size());
        JsonNode file = manifest.path("files").path(0);
        assertEquals("codes.csv", file.path("name").asText());
        assertEquals(sha256, file.path("sha256").asText());
        assertEquals(SIZE, file.path("rows").asInt());
        assertEquals("0C1S", new ObjectMapper().readTree(printed).path("lot").asText());
    }

    /** Seen red with a mint that asked for no host. */
    @Test
    void anotherHostThanIsExpectedIsRefusedBeforeALotIsMade() {
        mint(1, "--expect-host", "q.exarnple.com").failed(1, "--expect-host=q.exarnple.com", "https://q.example.com");
        assertFalse(server.requests().contains("POST /api/v1/lots"));
        mint(1, "--expect-host", "Q.EXAMPLE.COM").succeeded();
    }

    @Test
    void aHostThatChangesMeanwhileIsRefused() {
        server.answer("GET /api/v1/brand", "200 {\"urlBase\":\"https://q.elsewhere.example\"}");
        mint(1, "--expect-host", "q.elsewhere.example")
                .failed(
                        1,
                        "lot 0C1S: the codes open https://q.example.com, and not --expect-host=q.elsewhere.example",
                        "codegen void 0C1S");
        assertFalse(server.requests().contains("POST /api/v1/lots/0C1S/key"));
    }

    @Test
    void onlyTheOwnerCanOpenWhatIsThere() throws IOException {
        mint(1).succeeded();

        assertEquals("rwx------", mode(out()));
        assertEquals("rw-------", mode(out().resolve("codes.csv")));
        assertEquals("rw-------", mode(out().resolve("manifest.json")));
        assertEquals(Set.of("codes.csv", "manifest.json", "manifest.sig"), names(out()));
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Files.createDirectory(out());

        mint(1).succeeded();

        assertEquals("rwx------", mode(out()));
    }

    @Test
    void aFolderWithAnythingInItIsRefusedBeforeTheServerIsAsked() throws IOException {
        Files.createDirectory(out());
        Files.writeString(out().resolve("other"), "kept");

        mint(1).failed(1, "must not exist or be an empty directory");

        assertFalse(server.requests().contains("POST /api/v1/lots"));
        assertEquals(Set.of("other"), names(out()));
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedBeforeTheServerIsAsked() throws IOException {
        Files.writeString(temp.resolve("file"), "");

        CommandRun.against(server, "mint", "--kind", "PALLET", "--size", "1", "--out", temp + "/file/out")
                .failed(1, "cannot write to --out=");

        assertFalse(server.requests().contains("POST /api/v1/lots"));
    }

    @ParameterizedTest
    @CsvSource({
        "ITEM_INNER, 0, p, size=0",
        "ITEM_INNER, 10000000001, p, size=10000000001",
        "ITEM_INNER, -1, p, size=-1",
        "ITEM_INNER, many, p, many",
        "ITEM_INSIDE, 1, p, ITEM_INSIDE",
        "ITEM_INNER, 1, a b, --product=a b",
        "ITEM_INNER, 1, '', --product=",
        "ITEM_INNER, 1, ../x, --product=../x",
    })
    void wrongUsageAsksNobodyAndMakesNothing(String kind, String size, String product, String said) throws IOException {
        CommandRun.against(server, "mint", "--kind=" + kind, "--size=" + size, "--product=" + product, "--out=" + out())
                .failed(2, said);

        assertEquals(List.of(), server.requests());
        assertEquals(Set.of(), names(temp));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\u001b[2J"})
    void aLabelIsPrintable(String label) {
        mint(1, "--label", label).failed(2, "--label=");
    }

    @Test
    void aMissingOptionIsWrongUsage() {
        CommandRun.against(server, "mint", "--size", "1").failed(2, "--kind", "--out");
    }

    @Test
    void aRefusedLotLeavesNothing() throws IOException {
        server.answer("POST /api/v1/lots", "409 {\"title\":\"Too many lots\",\"detail\":\"Retire one.\"}");

        mint(1).failed(3, "Too many lots: Retire one. (status 409)");

        assertEquals(Set.of(), names(temp));
    }

    @Test
    void aRefusedKeyNamesTheLotThatIsLeft() throws IOException {
        server.answer("POST /api/v1/lots/0C1S/key", "403 {\"title\":\"Not yours\"}");

        mint(1).failed(3, "Not yours", "lot 0C1S is unfinished", "codegen void 0C1S");

        assertEquals(Set.of(".order.json"), names(out()));
    }

    @Test
    void aKeyOfTheWrongLengthNamesTheLotThatIsLeft() {
        server.answer("POST /api/v1/lots/0C1S/key", "200 {\"key\":\"c2hvcnQ=\"}");

        mint(1).failed(1, "key must be base64 of 32 bytes", "codegen void 0C1S");
    }

    @Test
    void aLotThatIsNotWhatWasAskedForIsLeft() {
        server.printUnder("https://q.example.com/path,with\"comma");

        mint(1).failed(1, "urlBase must be scheme and host", "codegen void 0C1S");
    }

    @Test
    void aLostAnswerIsAskedForAgainByTheNextRunUnderTheSameKey() {
        server.answer("POST /api/v1/lots", "DROP");

        mint(1).failed(1, "the server may have made a lot", "asks again for the same one");

        assertEquals(List.of("GET /api/v1/custody", "POST /api/v1/lots"), server.requests());
        String journal = assertDoesNotThrow(() -> Files.readString(out().resolve(".order.json")));
        server.answer("POST /api/v1/lots", "");
        mint(1).succeeded();
        assertTrue(journal.contains(server.runs().get(0)), "the key was written down before it was used");
    }

    @Test
    @EnabledIfSystemProperty(named = "test.full", matches = "true")
    void anOrderOfAnySizeIsSplitOverLotsUnderOneNumber() throws IOException {
        int size = LotCodec.SIZE_MAX + 5;
        JsonNode printed = new ObjectMapper()
                .readTree(mint(size, "--shard-rows=6000000", "-o=json").succeeded());

        JsonNode order = new ObjectMapper().readTree(out().resolve("order.json").toFile());
        assertEquals(printed.path("order"), order.path("order"));
        assertEquals(size, order.path("size").asInt());
        assertEquals(Set.of("0C1S", "0C1T", "order.json"), names(out()));
        JsonNode large =
                new ObjectMapper().readTree(out().resolve("0C1S/manifest.json").toFile());
        JsonNode rest =
                new ObjectMapper().readTree(out().resolve("0C1T/manifest.json").toFile());
        assertEquals(LotCodec.SIZE_MAX, large.path("size").asInt());
        assertEquals(
                List.of(6_000_000, 6_000_000, 4_777_216),
                List.of(
                        large.at("/files/0/rows").asInt(),
                        large.at("/files/1/rows").asInt(),
                        large.at("/files/2/rows").asInt()));
        assertEquals(5, rest.path("size").asInt());
        assertEquals(order.path("order"), large.path("order"));
        assertEquals(order.path("order"), rest.path("order"));
        assertEquals(size, rest.path("orderSize").asInt());
        List<String> last = Files.readAllLines(out().resolve("0C1T/codes-0001.csv"));
        assertTrue(
                last.get(5)
                        .startsWith(
                                "4," + StandInServer.codec("0C1T", 5).code(4).text()),
                last.get(5));
    }

    @Test
    void filesMayBeAsLargeAsAnyNumber() throws IOException {
        mint(9, "--shard-rows=" + Integer.MAX_VALUE).succeeded();

        assertEquals(10, Files.readAllLines(out().resolve("codes-0001.csv")).size());
    }

    @Test
    void anInterruptedOrderGoesOnWithWhatIsWhole() throws IOException {
        mint(50, "--shard-rows", "10").succeeded();
        byte[] before = Files.readAllBytes(out().resolve("codes-0002.csv"));
        Files.delete(out().resolve("manifest.json"));
        Files.delete(out().resolve("codes-0004.csv"));
        Files.writeString(out().resolve("codes-0004.csv.part"), "half a li");
        Files.writeString(
                out().resolve(".order.json"),
                journal(50, 10)
                        .replace(
                                "00000000-0000-0000-0000-000000000001",
                                server.runs().get(0)));

        mint(50, "--shard-rows", "10").succeeded();

        assertArrayEquals(before, Files.readAllBytes(out().resolve("codes-0002.csv")));
        assertEquals(11, Files.readAllLines(out().resolve("codes-0004.csv")).size());
        assertEquals(7, names(out()).size(), names(out()).toString());
    }

    @Test
    void anotherOrderDoesNotGoOnThere() throws IOException {
        Files.createDirectory(out());
        Files.writeString(out().resolve(".order.json"), journal(50, 10));

        mint(50, "--shard-rows", "11").failed(1, "must be asked for the same as order 261125-ABC", "--shard-rows 10");
        mint(51, "--shard-rows", "10").failed(1, "--size 50");
        for (String nonsense : List.of(journal(50, 10).substring(0, 40), "{}", "null", "[]")) {
            Files.writeString(out().resolve(".order.json"), nonsense);
            mint(50, "--shard-rows", "10").failed(1, "the journal of an order");
        }

        assertFalse(server.requests().contains("POST /api/v1/lots"));
        assertEquals(Set.of(".order.json"), names(out()));
    }

    @Test
    void aLotOfAnotherServerDoesNotGoOnThere() throws IOException {
        Files.createDirectory(out());
        Files.writeString(out().resolve(".order.json"), journal(50, 10).replace("0C1S", "0C1V"));

        mint(50, "--shard-rows", "10").failed(1, "must be the server that made lot 0C1V");
    }

    @ParameterizedTest
    @CsvSource({"1000, 4", "16777216, 83886", "5, 0", "5, -1"})
    void aLotHasABoundedNumberOfFiles(int size, int shardRows) {
        mint(size, "--shard-rows", "" + shardRows).failed(2, "--shard-rows=" + shardRows);
    }

    private static String journal(int size, int shardRows) {
        return "{\"number\":\"261125-ABC\",\"asked\":{\"kind\":\"ITEM_INNER\",\"size\":" + size
                + ",\"shardRows\":" + shardRows
                + ",\"recipients\":[],\"honeys\":16,\"mixed\":false,\"packs\":[]},"
                + "\"lots\":[{\"request\":\"00000000-0000-0000-0000-000000000001\","
                + "\"size\":" + size + ",\"level\":0,\"parent\":-1,\"number\":\"0C1S\"}]}";
    }

    @Test
    void everyRunHasItsOwnName() {
        mint(1).succeeded();
        CommandRun.against(server, "mint", "--kind=PALLET", "--size=1", "--out=" + temp.resolve("second"))
                .succeeded();

        assertEquals(2, server.runs().size());
        assertFalse(server.runs().contains(""));
        assertNotEquals(server.runs().get(0), server.runs().get(1));
    }

    @Test
    void theResultSaysWhatToDoNext() {
        String printed = mint(3).succeeded();

        assertTrue(printed.contains("0C1S: 3 codes ITEM_INNER"), printed);
        assertTrue(printed.contains("codegen activate 0C1S"), printed);
    }

    private Path out() {
        return temp.resolve("out");
    }

    private CommandRun mint(int size, String... more) {
        Stream<String> arguments =
                Stream.of("mint", "--kind", "ITEM_INNER", "--size", "" + size, "--out", out().toString());
        return CommandRun.against(
                server, Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
