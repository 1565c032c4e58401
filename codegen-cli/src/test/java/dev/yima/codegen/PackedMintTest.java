package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets for packing: codes and the codes of their packs, related by arithmetic. */
class PackedMintTest {
    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSetIsOneLotForEachLevel() throws IOException {
        mint("--size=50", "--pack=24,2:PALLET").succeeded();

        JsonNode order = json("order.json");
        assertEquals(List.of("0C1S", "0C1T", "0C1V"), texts(order.path("folders")));
        assertEquals("PALLET", json("0C1S/manifest.json").path("kind").asText());
        assertEquals(2, json("0C1S/manifest.json").path("size").asInt());
        JsonNode cases = json("0C1T/manifest.json");
        assertEquals("CASE_OUTER", cases.path("kind").asText());
        assertEquals(3, cases.path("size").asInt());
        assertEquals("0C1S", cases.path("parent").asText());
        assertEquals(2, cases.path("pack").asInt());
        JsonNode items = json("0C1V/manifest.json");
        assertEquals(50, items.path("size").asInt());
        assertEquals("0C1T", items.path("parent").asText());
        assertEquals(24, items.path("pack").asInt());
        CommandRun.against(server, "verify", out().toString()).succeeded();
    }

    @Test
    void fiveLevelsGoOutwards() throws IOException {
        mint("--size=16", "--pack=2:ITEM_OUTER,2:CASE_INNER,2,2").succeeded();

        assertEquals(5, json("order.json").path("folders").size());
        assertEquals("PALLET", json("0C1S/manifest.json").path("kind").asText());
        assertEquals("CASE_INNER", json("0C1V/manifest.json").path("kind").asText());
    }

    @Test
    void oneRollHasEachPackAfterWhatIsInIt() throws IOException {
        mint("--size=50", "--pack=24,2").succeeded();

        print("", "--roll-order").succeeded();

        LotCodec pallets = StandInServer.codec("0C1S", 2);
        LotCodec cases = StandInServer.codec("0C1T", 3);
        LotCodec items = StandInServer.codec("0C1V", 50);
        List<String> expected = new ArrayList<>();
        for (int item = 0; item < 50; item++) {
            expected.add(items.code(item).text());
            if (item % 24 == 23 || item == 49) {
                expected.add(cases.code(item / 24).text());
                if (item / 24 % 2 == 1 || item == 49) {
                    expected.add(pallets.code(item / 48).text());
                }
            }
        }
        assertEquals(expected, printed());
    }

    @Test
    void aSetIsNotPrintedAsOneLotByAccident() {
        mint("--size=50", "--pack=24").succeeded();

        print("").failed(1, "must be the folder of one lot of the order", "--roll-order");
    }

    @Test
    void whatIsNoSetHasNoRollOrder() throws IOException {
        mint("--size=50", "--pack=24").succeeded();
        print("0C1T", "--roll-order").failed(1, "must be the folder of an order with packs", "set/0C1T");
        print("0C1T/codes.csv", "--roll-order").failed(1, "must be the folder of an order with packs");

        Path order = out().resolve("order.json");
        String whole = Files.readString(order);
        Files.writeString(order, whole.replace("\"0C1S\", ", ""));
        print("", "--roll-order").failed(1, "must hold the lot of the packs, 0C1S: ");
        Files.writeString(order, whole.replace(", \"0C1T\"", ""));
        print("", "--roll-order").failed(1, "must be a set of one lot and its packs", "holds 0 lots of codes");
    }

    @Test
    void eachRecipientHasARollOfTheirOwnCopies() throws IOException {
        CommandRun.against(server, "keygen", "--out=" + temp.resolve("key")).succeeded();
        String key = Files.readAllLines(temp.resolve("key")).get(1).replaceAll(".*: ", "");
        // Both have one key, which is warned of, so that either can be opened here.
        CommandRun minted = mint("--size=50", "--pack=24", "--recipient=A=" + key, "--recipient=B=" + key);
        assertEquals(0, minted.exitCode(), minted.toString());
        List<String> expected = new ArrayList<>();
        LotCodec cases = StandInServer.codec("0C1S", 3 + 32);
        LotCodec items = StandInServer.codec("0C1T", 50 + 32);
        for (int item = 0; item < 50; item++) {
            expected.add(items.code(item).text());
            if (item % 24 == 23 || item == 49) {
                expected.add(cases.code(item / 24).text());
            }
        }

        print("", "--roll-order").failed(1, "must be told whose copy to print, --copy 1 to 2", "holds copy-1, copy-2");
        print("", "--roll-order", "--copy=3").failed(1, "must be told whose copy to print, --copy 1 to 2");
        print("", "--copy=2").failed(2, "must be given with --roll-order: --copy=2");
        // The second printing house has its own copies and no others.
        for (String lot : List.of("0C1S", "0C1T")) {
            try (Stream<Path> files = Files.list(out().resolve(lot + "/copy-1"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        print("", "--roll-order", "--copy=2", "-i=" + temp.resolve("key")).succeeded();

        assertEquals(expected, printed());
    }

    @Test
    void whatIsForOneRecipientHasNoCopiesToChooseFrom() {
        mint("--size=50", "--pack=24").succeeded();

        print("", "--roll-order", "--copy=1").failed(1, "must be printed without --copy", "holds one copy");
    }

    @Test
    void packsPayNobody() {
        mint("--size=50", "--pack=24", "--campaign=c", "--product=p").succeeded();

        List<JsonNode> orders = server.orders();
        assertEquals(2, orders.size());
        assertFalse(orders.get(0).has("campaignId"));
        assertTrue(orders.get(0).has("productId"));
        assertEquals("c", orders.get(1).path("campaignId").asText());
        assertEquals(24, orders.get(1).path("pack").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "24:BOX",
                "100001",
                "2,2,2,2,2",
                "x",
                "100000,1000",
                "65536:ITEM_OUTER,65536:CASE_INNER,65536,65536",
                "24:ITEM_INNER",
                "24:PALLET,40:CASE_OUTER",
                "24,40,2",
            })
    void packsThatCannotBeAreWrongUsage(String pack) {
        mint("--size=50", "--pack=" + pack).failed(2, "--pack");

        assertEquals(List.of(), server.orders());
    }

    private CommandRun mint(String... options) {
        List<String> arguments = new ArrayList<>(List.of("mint", "--kind=ITEM_INNER", "--out=" + out()));
        arguments.addAll(List.of(options));
        return CommandRun.against(server, arguments.toArray(String[]::new));
    }

    private CommandRun print(String inside, String... options) {
        String source = out().resolve(inside).toString();
        List<String> arguments =
                new ArrayList<>(List.of("print", source, "--format=txt", "--out=" + temp.resolve("p")));
        arguments.addAll(List.of(options));
        return CommandRun.against(server, arguments.toArray(String[]::new));
    }

    private List<String> printed() throws IOException {
        return Files.readAllLines(temp.resolve("p/codes.txt")).stream()
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .toList();
    }

    private Path out() {
        return temp.resolve("set");
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out().resolve(name).toFile());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
