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
        assertEquals("lot 0C1S is VOID\n", run("void 0C1S --reason LEAKED").succeeded());
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
