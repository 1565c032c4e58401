package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address in the codes is asked whether it leads to the server before a lot goes on sale. */
class ActivateVerbTest {
    private final StandInServer server = new StandInServer();

    /** What the printed address leads to. */
    private final StandInServer there = new StandInServer();

    @BeforeEach
    void mint() {
        server.answer("GET /api/v1/brand", "200 {\"id\":\"b1\",\"name\":\"Golden Cola\"}");
        server.answer("POST /api/v1/lots/0C1S/activate", "200 {\"state\":\"ACTIVE\"}");
        server.answer("GET /api/v1/lots/0C1S/custody", "200 {}");
        server.answer("GET /api/v1/lots/0C1S/ranges", "200 {}");
        lot("MINTED", there.url());
    }

    @AfterEach
    void closeServers() {
        server.close();
        there.close();
    }

    @Test
    void anAddressThatLeadsHereIsSaid() {
        CommandRun shared = run("activate", "0C1S");
        assertEquals(there.url() + " leads here\nlot 0C1S is ACTIVE\n", shared.out());

        there.answer(
                "GET /.well-known/yima", "200 {\"service\":\"stand-in\",\"brandId\":\"b1\",\"brand\":\"Golden Cola\"}");
        assertTrue(run("activate", "0C1S").out().startsWith(there.url() + " leads here, to brand Golden Cola\n"));
        assertEquals(List.of("GET /.well-known/yima", "GET /.well-known/yima"), there.requests(), "and no code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 {\"service\":\"other\"}                            | another server answers there",
                "200 {}                                                     | another server answers there",
                "200 {\"service\":\"stand-in\",\"brandId\":\"b2\",\"brand\":\"Silver\"}"
                        + " | it is the address of brand Silver",
                "200 <html>                                                 | must be a JSON object",
                "404 {\"title\":\"Not found\"}                          | Not found",
                "301 {}                                                     | answered 301",
                "DROP                                                       | no answer",
            })
    void anAddressThatDoesNotLeadHereIsAskedAbout(String answer, String said) {
        there.answer("GET /.well-known/yima", answer);

        CommandRun refused = run("activate", "0C1S");
        assertEquals(2, refused.exitCode(), refused.toString());
        assertTrue(refused.err().contains("the codes open " + there.url() + ", which does not lead here: "));
        assertTrue(refused.err().contains(said) && refused.err().contains("--yes"), refused.err());
        assertFalse(server.requests().contains("POST /api/v1/lots/0C1S/activate"));
        CommandRun no = CommandRun.answered(server, "no", "activate", "0C1S");
        assertEquals(1, no.exitCode(), no.toString());
        assertEquals(
                "lot 0C1S is ACTIVE\n",
                CommandRun.answered(server, "yes", "activate", "0C1S").out());
        assertEquals(0, run("activate", "0C1S", "--yes").exitCode());
        assertEquals(
                "lot 0C1S is ACTIVE\n", run("activate", "0C1S", "--offline").out());
    }

    @Test
    void anAddressAtWhichNobodyIsIsAskedAbout() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            lot("MINTED", "http://localhost:" + free.getLocalPort());
        }

        CommandRun refused = run("activate", "0C1S");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("does not lead here: cannot reach the server"), refused.err());
    }

    @Test
    void nobodyIsAskedAboutALotThatCannotBeActivatedOrIs() {
        lot("VOID", "https://nowhere.invalid");
        server.answer("POST /api/v1/lots/0C1S/activate", "409 {\"detail\":\"the lot is VOID\"}");
        run("activate", "0C1S").failed(3, "the lot is VOID");

        lot("ACTIVE", "https://nowhere.invalid");
        server.answer("POST /api/v1/lots/0C1S/activate", "200 {\"state\":\"ACTIVE\"}");
        assertEquals("lot 0C1S is ACTIVE\n", run("activate", "0C1S").succeeded());
    }

    private void lot(String state, String urlBase) {
        server.answer(
                "GET /api/v1/lots/0C1S",
                "200 {\"number\":\"0C1S\",\"state\":\"" + state + "\",\"urlBase\":\"" + urlBase + "\"}");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
