package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes whose address no buyer's phone opens: few of them, or test lots. */
class TestLotsTest {
    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "https://192.168.3.7", "http://q.example.com"})
    void aPrintRunUnderAnAddressThatNoPhoneOpensIsRefusedBeforeAnythingIsMade(String urlBase) {
        server.printUnder(urlBase);

        mint("m", 1_001).failed(2, "1001 codes would open " + urlBase, "must be for tests: --test");
        mint("o", 20_000_000, "--shard-rows=1000000").failed(2, "20000000 codes", "--test");

        assertEquals(List.of(), server.orders());
        assertFalse(Files.exists(temp.resolve("m")) || Files.exists(temp.resolve("o")));
        assertEquals(0, mint("few", 1_000).exitCode());
        assertFalse(server.orders().get(0).has("test"));
    }

    @Test
    void aTestLotIsMarkedWhereverItIsShown() throws IOException {
        server.printUnder("http://localhost:8080");
        CommandRun minted = mint("m", 1_001, "--test");

        assertTrue(minted.out().contains("lot       0C1S: 1001 codes ITEM_INNER for tests"), minted.toString());
        assertTrue(server.orders().get(0).path("test").asBoolean());
        JsonNode manifest =
                new ObjectMapper().readTree(temp.resolve("m/manifest.json").toFile());
        assertTrue(manifest.path("test").asBoolean());
        assertTrue(
                run("lots").out().matches("(?s).*\n0C1S +ITEM_INNER +1001 +MINTED +TEST .*"),
                run("lots").out());
        assertTrue(run("void", "0C1S").err().contains("lot 0C1S (ITEM_INNER, TEST, codes 1001, MINTED)"));
        CommandRun printed = run(
                "print", temp.resolve("m").toString(), "--format=csv", "--columns=label", "--out=" + temp.resolve("p"));
        assertTrue(printed.err().contains("warning: lot 0C1S is for tests: its labels belong on no goods"));
        run("verify", temp.resolve("m").toString()).succeeded();
    }

    @Test
    void aWholeOrderIsForTestsToo() throws IOException {
        server.printUnder("http://localhost:8080");
        mint("m", 2_000, "--pack=24", "--test");

        assertTrue(server.orders().stream().allMatch(order -> order.path("test").asBoolean()));
        assertEquals(2, server.orders().size());
    }

    @Test
    void aServerThatMakesAnotherLotThanWasAskedForIsNotBelieved() {
        server.answer(
                "POST /api/v1/lots",
                "201 {\"number\":\"0C1S\",\"urlBase\":\"https://q.example.com\",\"size\":5,\"kind\":\"ITEM_INNER\"}");

        mint("m", 5, "--test").failed(1, "size, kind and test must be what was asked for", "codegen void 0C1S");
    }

    @Test
    void anAddressThatChangesMeanwhileIsRefused() {
        server.printUnder("http://localhost:8080");
        server.answer("GET /api/v1/brand", "200 {\"urlBase\":\"https://q.example.com\"}");

        mint("m", 1_001).failed(2, "http://localhost:8080", "--test", "codegen void 0C1S");
        assertFalse(server.requests().contains("POST /api/v1/lots/0C1S/key"));
    }

    private CommandRun mint(String name, int size, String... more) {
        List<String> words =
                new ArrayList<>(List.of("mint", "--kind=ITEM_INNER", "--size=" + size, "--out=" + temp.resolve(name)));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
