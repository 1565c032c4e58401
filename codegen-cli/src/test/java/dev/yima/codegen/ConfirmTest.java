package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs that cannot be undone: they tell figures, ask, and do nothing without a yes. */
class ConfirmTest {
    private static final String INCIDENT = "{\"serial\":7,\"recipient\":\"Old Press\",\"at\":\"T\"}";

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    private Path misprints = Path.of("");

    @BeforeEach
    void mint() throws IOException {
        for (String label : List.of("a", "b", "c")) {
            run("mint", "--kind=ITEM_INNER", "--size=9", "--label=" + label, "--out=" + temp.resolve(label))
                    .succeeded();
        }
        misprints = Files.writeString(temp.resolve("misprints.txt"), "3\n5\n");
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"void 0C1S", "waste 0C1S FILE", "assign 0C1S --from=2 --to=5 --campaign=c", "void --order=o"})
    void whereNobodyCanBeAskedNothingIsDoneWithoutYes(String command) {
        run(command).failed(2, "must be confirmed with --yes", "lot 0C1S (a, ITEM_INNER, codes 9, MINTED)");

        assertNothingDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "", "y es"})
    void anythingButYesDoesNothing(String answer) {
        CommandRun run = CommandRun.answered(server, answer, words("waste 0C1S FILE"));

        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("2 codes will be void, of 2 named"), run.err());
        assertTrue(
                run.err()
                        .contains(
                                "Until the lot is activated --undo takes it back. Type yes to go on: codegen: nothing"),
                run.err());
        assertNothingDone();
    }

    @Test
    void aYesDoesIt() {
        CommandRun run = CommandRun.answered(server, "YES", words("void 0C1S"));

        assertEquals("lot 0C1S is VOID\n", run.out());
        assertTrue(run.err().contains("no code will ever verify or win again"), run.err());
    }

    @Test
    void nobodyIsAskedAboutALotThatIsVoidAlready() {
        run("void 0C1S --yes").succeeded();
        assertEquals(
                "lot 0C1S is VOID, LEAKED\n", run("void 0C1S --reason LEAKED").succeeded());
    }

    /** An id that was copied from the line above is seen by its name. */
    @Test
    void whatIsBoundIsToldByName() {
        CommandRun run =
                CommandRun.answered(server, "yes", words("assign 0C1S --from=2 --to=5 --campaign=c --product=p"));

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(
                run.err().contains("4 codes will be bound to product Cola 0.5 l and campaign Summer, which is RUNNING"),
                run.err());
    }

    @Test
    void aLotIsPutOnSaleForACampaignThatRunsOrAfterAQuestion() {
        run("activate 0C1S --offline").succeeded();
        server.answer("GET /api/v1/lots/0C1T", "200 {\"number\":\"0C1T\",\"state\":\"MINTED\",\"campaignId\":\"c\"}");
        run("activate 0C1T --offline").succeeded();
        server.answer("GET /api/v1/campaigns/c", "200 {\"name\":\"Spring\",\"state\":\"ENDED\"}");

        run("activate 0C1T --offline").failed(2, "nobody would win by the campaign Spring, which is ENDED", "--yes");
        CommandRun done = run("activate 0C1T --yes --offline");
        assertEquals("lot 0C1T is ACTIVE\n", done.out());
        assertTrue(done.err().contains("warning: lot 0C1T (MINTED): nobody would win"), done.err());
    }

    /** Seen red: the lot went on sale, and codes of the copy paid. */
    @ParameterizedTest
    @ValueSource(strings = {"activate 0C1S --offline", "activate --order=o --offline", "unfreeze 0C1S"})
    void aLotOfWhichACopyHasLeakedIsAskedAbout(String command) {
        if (command.startsWith("unfreeze")) {
            run("freeze 0C1S").succeeded();
        }
        server.answer("GET /api/v1/lots/0C1S/custody", "200 {\"incidents\":[" + INCIDENT + "," + INCIDENT + "]}");

        CommandRun asked = run(command);
        asked.failed(2, "the copy of Old Press has leaked", "honey code 7 was scanned at T", "--yes");
        assertEquals(1, asked.err().split("has leaked", -1).length - 1, asked.err());
        assertEquals(0, run(command + " --yes").exitCode());
    }

    /** Seen red: only the campaign of the lot itself was looked at. */
    @Test
    void theCampaignsOfRangesAreLookedAtAndWhatIsBoundToNone() {
        server.answer(
                "GET /api/v1/lots/0C1S/ranges",
                "200 {\"items\":[{\"from\":0,\"to\":1,\"campaignId\":\"c\"},{\"from\":2,\"to\":3,\"campaignId\":\"d\"},"
                        + "{\"from\":4,\"to\":5,\"productId\":\"p\"}]}");
        server.answer("GET /api/v1/campaigns/d", "200 {\"name\":\"Spring\",\"state\":\"ENDED\"}");

        run("activate 0C1S --offline")
                .failed(
                        2,
                        "nobody would win by the campaign Spring, which is ENDED",
                        "5 codes are bound to no campaign",
                        "7 codes are bound to no product");
        String listed = run("lots").succeeded();
        assertTrue(listed.matches("(?s).*\\n0C1S .* ranges +ranges .*\\n0C1T.*"), listed);
    }

    /** Seen red: most of the buyers would have won nothing, and nobody was asked. */
    @Test
    void moreCodesThanPacketsAreAskedAbout() {
        server.answer("GET /api/v1/campaigns/c", "200 {\"name\":\"Small\",\"state\":\"RUNNING\",\"claims\":10}");
        String warning = "codes, and 10 packets in all in campaign Small, which is RUNNING";

        CommandRun large = run("mint", "--kind=ITEM_INNER", "--size=20", "--campaign=c", "--out=" + temp.resolve("d"));
        assertTrue(large.err().contains("warning: 20 " + warning), large.err());
        run("mint", "--kind=ITEM_INNER", "--size=6", "--campaign=c", "--out=" + temp.resolve("e"))
                .succeeded();

        run("activate 0C1X --offline").succeeded();
        run("activate 0C1W --offline").failed(2, "20 " + warning, "--yes");
        run("mint", "--kind=ITEM_INNER", "--size=6", "--campaign=c", "--out=" + temp.resolve("f"))
                .succeeded();
        run("activate --order=o --offline").failed(2, "26 " + warning);
    }

    /** Seen red: nothing was said of codes that pay nobody. */
    @Test
    void aCampaignOnCodesThatPayNobodyIsSaid() {
        for (String kind : List.of("ITEM_OUTER", "CASE_OUTER", "PALLET")) {
            run("mint", "--kind=" + kind, "--size=9", "--campaign=c", "--out=" + temp.resolve("n"))
                    .failed(2, "must be codes of a kind that pays, for --campaign: --kind=" + kind);
            server.answer(
                    "GET /api/v1/lots/0C1S",
                    "200 {\"number\":\"0C1S\",\"state\":\"MINTED\",\"campaignId\":\"c\",\"kind\":\"" + kind + "\"}");
            run("activate 0C1S --offline").failed(2, "its kind pays nobody, though it is of campaign Summer");
        }
    }

    /** Seen red: recalled goods went back on sale without a question. */
    @Test
    void recalledGoodsGoBackOnSaleAfterAQuestion() {
        assertEquals(
                "lot 0C1S is FROZEN, RECALLED\n",
                run("freeze 0C1S --reason RECALLED").succeeded());
        assertTrue(run("lots").succeeded().contains(" FROZEN, RECALLED "));

        run("unfreeze --order=o").failed(2, "lot 0C1S (a, ITEM_INNER, codes 9, FROZEN, RECALLED): all codes will");
        assertEquals(
                0,
                server.requests().stream()
                        .filter(request -> request.endsWith("/unfreeze"))
                        .count());
        assertEquals(
                "lot 0C1S is ACTIVE\n",
                CommandRun.answered(server, "yes", words("unfreeze 0C1S")).out());
        assertEquals("lot 0C1S is ACTIVE\n", run("unfreeze 0C1S").succeeded(), "and nobody is asked twice");
    }

    /** Seen red: the refusal left staff with a lot that they could still put on sale. */
    @Test
    void whatCannotBeFrozenYetIsSaidWithWhatToDo() {
        server.answer("POST /api/v1/lots/0C1S/freeze", "409 {\"detail\":\"the lot is MINTED\"}");

        run("freeze 0C1S --reason LEAKED").failed(3, "the lot is MINTED", "it is not on sale", "codegen void");
    }

    @Test
    void severalLotsAreToldApartAndTogether() {
        run("void --order=o")
                .failed(
                        2,
                        "lot 0C1S (a, ITEM_INNER, codes 9, MINTED); lot 0C1T (b",
                        "; together 27 codes in 3 lots: no code will ever verify or win again. This must be confirmed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waste 0C1S DIR", "pack DIR", "waste 0C1S /dev/null", "pack /dev/null"})
    void whatIsNoFileIsSaidSo(String command) {
        run(command.replace("DIR", temp.toString()))
                .failed(1, command.contains("DIR") ? "must be a file, not a folder: " : "must be a file, not a pipe");
    }

    @Test
    void theNameOfACampaignIsNotItsId() {
        run("mint", "--kind=ITEM_INNER", "--size=9", "--campaign=Everybody wins", "--out=" + temp.resolve("n"))
                .failed(2, "must be the id of a campaign, ", "--campaign=Everybody wins");
    }

    @Test
    void aWholeOrderIsChangedLotByLot() throws IOException {
        JsonNode frozen =
                new ObjectMapper().readTree(run("freeze --order=o -o=json").succeeded());
        assertEquals(3, frozen.path("items").size());
        assertEquals("FROZEN", frozen.at("/items/2/state").asText());

        server.answer("POST /api/v1/lots/0C1T/void", "409 {\"title\":\"No\"}");
        run("void --order=o --yes").failed(3, "lot 0C1T, after 1 of 3 lots");
        run("freeze 0C1S --order=o").failed(2, "must name a lot, or an order");
        run("freeze").failed(2, "must name a lot, or an order");
    }

    private void assertNothingDone() {
        assertEquals(List.of(), server.bodies());
        assertFalse(server.requests().stream().anyMatch(request -> request.endsWith("/void")));
    }

    private String[] words(String command) {
        return command.replace("FILE", misprints.toString()).split(" ");
    }

    private CommandRun run(String command) {
        return CommandRun.against(server, words(command));
    }

    private CommandRun run(String verb, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = verb;
        System.arraycopy(more, 0, all, 1, more.length);
        return CommandRun.against(server, all);
    }
}
