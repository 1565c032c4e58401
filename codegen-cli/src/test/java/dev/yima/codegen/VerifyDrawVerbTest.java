package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyDrawVerbTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final String PAGE = "GET /c/" + ID;
    private static final byte[] SEED = HexFormat.of().parseHex("5a".repeat(Draw.SEED_BYTES));
    private static final PrizePool POOL =
            new PrizePool(500, List.of(new Prize(PrizeKind.CASH, 8_800, 5), new Prize(PrizeKind.POINTS, 10, 100)));
    private static final CampaignRules RULES = new CampaignRules(ID, "CNY", POOL);
    private static final String HEADER = "position,line,kind,amount,unit,claimedAt\n";

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void everyDrawOfAnHonestCampaignAgrees() throws IOException {
        server.answer(PAGE, "200 " + page());
        server.answer(PAGE + "/draws", "200 " + HEADER + rows(0, 400));

        assertEquals("all 400 agree\n", verify().succeeded());
        JsonNode json = new ObjectMapper().readTree(verify("-o", "json").succeeded());
        assertEquals(400, json.path("draws").asInt());
        assertEquals(0, json.path("disagree").asInt());
    }

    @Test
    void noKeyIsNeededAndNoneIsShown() {
        server.answer(PAGE, "200 " + page().put("claimed", 0));
        server.answer(PAGE + "/draws", "200 " + HEADER);

        assertEquals(
                "all 0 agree\n",
                CommandRun.with(Map.of("YIMA_URL", server.url()), "verify-draw", ID.toString())
                        .succeeded());
    }

    @Test
    void theAddressOfThePageSaysWhichServerIsAsked() {
        server.answer(PAGE, "200 " + page().put("claimed", 0));
        server.answer(PAGE + "/draws", "200 " + HEADER);

        for (String end : List.of("", "/")) {
            assertEquals(
                    "all 0 agree\n",
                    CommandRun.with(
                                    Map.of("YIMA_URL", "http://127.0.0.1:1"),
                                    "verify-draw",
                                    server.url() + "/c/" + ID + end)
                            .succeeded());
        }
    }

    @Test
    void rowsThatAreCutOffAtTheEndAreMissed() throws IOException {
        server.answer(PAGE, "200 " + page());
        Path cut = Files.writeString(temp.resolve("draws.csv"), HEADER + rows(0, 39));

        CommandRun run = verify("--draws", cut.toString());

        assertEquals(1, run.exitCode());
        assertEquals("the draws end 361 before the last claim that was made\n", run.out());
        assertEquals("codegen: 361 of 400 draws disagree\n", run.err());
    }

    @Test
    void aServerThatDoesNotSayHowManyWereClaimedProvesNothing() {
        server.answer(PAGE, "200 " + page().putNull("claimed"));

        verify().failed(1, "the server's answer makes no sense", "claimed=-1");
    }

    @Test
    void theOnePositionThatWasAlteredIsNamed() throws IOException {
        server.answer(PAGE, "200 " + page());
        Path doctored = temp.resolve("draws.csv");
        Files.writeString(doctored, HEADER + rows(0, 17) + "17,0,CASH,8800,CNY,2026-01-01T00:00:00Z\n" + rows(18, 400));

        CommandRun run = verify("--draws", doctored.toString());

        assertEquals(1, run.exitCode());
        assertEquals("codegen: 1 of 400 draws disagree\n", run.err());
        assertEquals(1, run.out().lines().count(), run.out());
        assertEquals(0, run.out().indexOf("position 17: drawn "), run.out());
        // Seen red: it said 8800 CNY.
        assertTrue(run.out().contains("told line 0 (CASH 88.00 CNY)"), run.out());
        assertFalse(server.requests().contains(PAGE + "/draws"));
    }

    @Test
    void aRowThatIsLeftOutIsNamed() throws IOException {
        server.answer(PAGE, "200 " + page());
        Path doctored = temp.resolve("draws.csv");
        Files.writeString(doctored, HEADER + rows(0, 17) + rows(18, 400));

        assertEquals(
                "position 18 stands where 17 should\n",
                verify("--draws", doctored.toString()).out());
    }

    @Test
    void aCommitmentToSomethingElseIsAFraud() {
        server.answer(PAGE, "200 " + page().put("commitment", "00".repeat(Draw.SEED_BYTES)));

        verify().failed(1, "seed and rules are not what was committed to");
    }

    @Test
    void rulesThatWereChangedAreAFraud() {
        ObjectNode page = page().put("claims", 501);
        server.answer(PAGE, "200 " + page);

        verify().failed(1, "the rules do not say what the page says");
    }

    @Test
    void aCampaignThatRunsCannotBeVerifiedYet() {
        server.answer(PAGE, "200 " + page().put("state", "RUNNING").putNull("seed"));

        verify().failed(1, "the seed is published when the campaign has ended: state=RUNNING");
    }

    @Test
    void whatIsNoExportIsSaidSo() throws IOException {
        server.answer(PAGE, "200 " + page());
        for (String text : List.of("", "position\n", HEADER + "x\n", HEADER + "0,,CASH,1,CNY,\n", HEADER + "0,\n")) {
            Path file = Files.writeString(temp.resolve("draws.csv"), text);
            verify("--draws", file.toString()).failed(1, "draws.csv, line ", ": must be position,line,");
        }
        verify("--draws", temp.resolve("none").toString()).failed(1, "no such file");
        CommandRun.against(server, "verify-draw", "0C1S").failed(2, "CAMPAIGN=0C1S");
    }

    private CommandRun verify(String... more) {
        return CommandRun.against(
                server,
                Stream.concat(Stream.of("verify-draw", ID.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static ObjectNode page() {
        ObjectNode page = new ObjectMapper()
                .createObjectNode()
                .put("id", ID.toString())
                .put("state", "ENDED")
                .put("claims", POOL.claims())
                .put("claimed", 400)
                .put("currency", "CNY")
                .put("rules", RULES.text())
                .put("commitment", HexFormat.of().formatHex(Draw.commitment(SEED, RULES.text())))
                .put("seed", HexFormat.of().formatHex(SEED));
        for (Prize prize : POOL.prizes()) {
            page.withArray("prizes")
                    .addObject()
                    .put("kind", prize.kind().name())
                    .put(prize.kind() == PrizeKind.CASH ? "amountMinor" : "points", prize.amount())
                    .put("count", prize.count());
        }
        return page;
    }

    private static String rows(int from, int to) {
        Draw draw = new Draw(POOL, SEED);
        return IntStream.range(from, to)
                .mapToObj(position -> position + ","
                        + draw.win(position, List.of())
                                .map(win -> win.line() + "," + win.prize().kind() + "," + win.amount() + ","
                                        + win.prize().kind().unit("CNY"))
                                .orElse(",,,")
                        + ",2026-01-01T00:00:00Z\n")
                .collect(Collectors.joining());
    }
}
