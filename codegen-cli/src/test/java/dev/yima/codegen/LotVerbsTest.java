package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LotVerbsTest {
    private static final String CODE = "0C1S1YNT84EZMPS4";
    private static final String STORY = """
            200 {"code":"0C1S1YNT84EZMPS4","verdict":"GENUINE_REPEAT","serial":7,"scanCount":2,
             "firstScannedAt":"2026-05-01T10:00:00Z","news":{"x":1},
             "lot":{"number":"0C1S","kind":"ITEM_INNER","state":"ACTIVE","product":"Cola","campaignId":"c7"},
             "voidReason":"Roll 3 is torn","honeyOf":"East Press",
             "keptBack":[{"slot":"GUIDE","partnerId":"p1","rule":"SAME_PERSON","at":"T"}],
             "scans":[{"at":"2026-05-01T10:00:00Z","memberId":"m1","nth":1},{"at":"2026-05-02T10:00:00Z","nth":2}],
             "claims":[{"slot":"CONSUMER","memberId":"m1","campaignId":"c7","at":"2026-05-01T10:00:05Z","position":12,
              "reward":{"id":"r1","kind":"CASH","amountMinor":88,"currency":"CNY","points":null,"state":"PAID"}},
              {"slot":"STORE","position":3,"reward":null}]}""";

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"activate, ACTIVE", "freeze, FROZEN", "unfreeze, ACTIVE", "void, VOID"})
    void aVerbChangesALot(String verb, String state) {
        mint("a");

        List<String> words = new ArrayList<>(List.of(verb, "oc1s"));
        words.addAll(Map.of("void", List.of("--yes"), "activate", List.of("--offline"))
                .getOrDefault(verb, List.of()));
        assertEquals(
                "lot 0C1S is " + state + "\n",
                CommandRun.against(server, words.toArray(String[]::new)).succeeded());
        assertTrue(server.requests().contains("POST /api/v1/lots/0C1S/" + verb));
    }

    @ParameterizedTest
    @ValueSource(strings = {"freeze", "void"})
    void aStopCarriesItsReason(String verb) {
        mint("a");

        List<String> words = new ArrayList<>(List.of(verb, "0C1S", "--reason", "LEAKED"));
        if (verb.equals("void")) {
            words.add("--yes");
        }
        CommandRun.against(server, words.toArray(String[]::new)).succeeded();

        assertEquals(
                "{\"reason\":\"LEAKED\"}",
                server.bodies().get(server.bodies().size() - 1).toString());
        CommandRun.against(server, verb, "0C1S", "--reason", "BORED").failed(2, "LEAKED");
    }

    @Test
    void lotsOfOneOrderAreAskedForAndThereAreSome() {
        CommandRun.against(server, "lots", "--order", "261125 A&B")
                .failed(1, "must be an order that has lots: --order=261125 A&B");

        assertEquals(List.of("GET /api/v1/lots?limit=100&order=261125+A%26B"), server.requests());
    }

    @Test
    void jsonIsTheServersOwn() throws IOException {
        mint("a");

        JsonNode lot = json(CommandRun.against(server, "freeze", "0C1S", "-o", "json"));

        assertEquals("FROZEN", lot.path("state").asText());
        assertTrue(lot.has("gtin"));
    }

    @Test
    void anUnknownLotIsTheServersRefusal() {
        for (String verb : List.of("activate", "custody", "freeze")) {
            CommandRun unknown = CommandRun.against(server, verb, "ZZZZ");
            assertEquals("codegen: the server refused: this brand has no lot ZZZZ (status 404)\n", unknown.err());
            unknown.failed(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0C1", "0C1SS", "0C1U", "../x", ""})
    void aMalformedLotIsWrongUsage(String lot) {
        CommandRun.against(server, "void", lot).failed(2, "must be 4 symbols: LOT=" + lot);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void lotsAreListedOverAllPages() throws IOException {
        for (String label : List.of("a", "b", "c", "d", "e")) {
            mint(label);
        }
        String text = CommandRun.against(server, "lots").succeeded();
        JsonNode lots = json(CommandRun.against(server, "lots", "-o", "json"));

        assertEquals(6, text.lines().count(), text);
        assertTrue(text.lines().skip(1).allMatch(line -> line.matches("0C1[S-Z] +ITEM_INNER +1 +MINTED .*")), text);
        assertEquals(5, lots.path("items").size());
    }

    @Test
    void theNumbersThatAreLeftAreTold() throws IOException {
        server.answer("GET /api/v1/lot-numbers", "200 {\"total\":1048576,\"left\":1048570,\"scarce\":false}");
        assertTrue(CommandRun.against(server, "lots")
                .succeeded()
                .endsWith("1,048,570 of 1,048,576 lot numbers are left on this server\n"));
        assertEquals(
                1_048_570,
                json(CommandRun.against(server, "lots", "-o", "json"))
                        .path("numbers")
                        .path("left")
                        .asInt());

        server.answer("GET /api/v1/lot-numbers", "200 {\"total\":1048576,\"left\":209715,\"scarce\":true}");
        CommandRun many = CommandRun.against(server, "lots");
        assertEquals(0, many.exitCode());
        assertTrue(
                many.err().contains("warning: 209,715 of 1,048,576 lot numbers are left on this server: mint larger"),
                many.err());
    }

    @Test
    void lotsSayWhatTheyAreForAndWhatWasClaimed() {
        server.answer(
                "GET /api/v1/lots?limit=100",
                "200 {\"items\":[{\"number\":\"0C1S\",\"productId\":\"p\",\"campaignId\":\"c\","
                        + "\"order\":\"261125-7F3K9Q\"}]}");
        server.answer(
                "GET /api/v1/lots/0C1S",
                "200 {\"number\":\"0C1S\",\"productId\":\"p\",\"campaignId\":\"c\",\"claimed\":17}");

        String listed = CommandRun.against(server, "lots").succeeded();
        assertTrue(listed.matches("(?s).*261125-7F3K9Q +Cola 0.5 l +Summer.*"), listed);
        String counted = CommandRun.against(server, "lots", "--claimed").succeeded();
        assertTrue(counted.matches("(?s).*CLAIMED.* 17 +Cola 0.5 l +Summer.*"), counted);
    }

    @Test
    void noLotsIsAnEmptyList() throws IOException {
        assertEquals(
                0,
                json(CommandRun.against(server, "lots", "-o", "json"))
                        .path("items")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0C1S-1YNT-84EZ-MPS4",
                "oc1s1ynt84ezmps4",
                "HTTPS://Q.EXAMPLE.COM/0C1S1YNT84EZMPS4",
                "https://q.example.com/01/06901234567892/21/0C1S1YNT84EZMPS4?x=1"
            })
    void aCodeIsInspectedHoweverItWasRead(String text) {
        server.answer("GET /api/v1/codes/" + CODE, STORY);

        String told = CommandRun.against(server, "inspect", text).succeeded();

        assertEquals("""
                code      0C1S-1YNT-84EZ-MPS4
                verdict   GENUINE_REPEAT
                voided    Roll 3 is torn
                honey of  East Press
                lot       0C1S, ITEM_INNER, ACTIVE, product Cola
                serial    7
                campaign  Summer, which is RUNNING
                scans     2, first 2026-05-01T10:00:00Z
                        1 2026-05-01T10:00:00Z, member m1
                        2 2026-05-02T10:00:00Z
                claim     CONSUMER, 2026-05-01T10:00:05Z, member m1, position 12, CASH 0.88 CNY PAID reward r1
                claim     STORE, position 3, no prize
                withheld  GUIDE, T, partner p1, by the rule SAME_PERSON
                """, told);
    }

    @Test
    void aStoryWithNothingInItIsToldAllTheSame() {
        server.answer("GET /api/v1/codes/" + CODE, "200 {\"verdict\":\"UNKNOWN\",\"lot\":null}");

        assertEquals(
                "code      0C1S-1YNT-84EZ-MPS4\nverdict   UNKNOWN\n",
                CommandRun.against(server, "inspect", CODE).succeeded());
    }

    @Test
    void theWholeStoryIsThereAsJson() throws IOException {
        server.answer("GET /api/v1/codes/" + CODE, STORY);

        JsonNode story = json(CommandRun.against(server, "inspect", CODE, "-o", "json"));

        assertEquals(1, story.path("news").path("x").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0C1S", "0C1S-1YNT-84EZ-MPSU", "https://q.example.com/", "http://a/b/0C1S1YNT84EZMPS4"})
    void whatIsNoCodeIsWrongUsage(String text) {
        CommandRun.against(server, "inspect", text).failed(2, "CODE=" + text);
        assertEquals(List.of(), server.requests());
    }

    private void mint(String label) {
        String printed = CommandRun.against(
                        server,
                        "mint",
                        "--kind=ITEM_INNER",
                        "--size=1",
                        "--label=" + label,
                        "--out=" + temp.resolve(label))
                .succeeded();
        assertFalse(printed.isEmpty());
    }

    private static JsonNode json(CommandRun run) throws IOException {
        return new ObjectMapper().readTree(run.succeeded());
    }
}
