package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where people stumble the words say what is the matter, and what to do. */
class AdviceTest {
    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void whatIsEncryptedIsPrintedWithTheKey() throws IOException {
        String key = key("press");
        Path phrase = Files.writeString(temp.resolve("phrase"), "correct horse battery");

        assertTrue(mint("plain").out().contains("next      codegen print " + temp.resolve("plain") + " --format pdf"));
        assertTrue(mint("sealed", "--recipient=" + key).out().contains("sealed -i KEY --format pdf"));
        assertTrue(mint("secret", "--passphrase-file=Old Press=" + phrase)
                .out()
                .contains("secret --passphrase-file FILE --format pdf"));
        String packed = mint("packed", "--pack=2", "--recipient=" + key).out();
        assertTrue(
                packed.contains("codegen print FOLDER -i KEY --format pdf --out SHEETS; codegen activate --order 2"));
    }

    @Test
    void aKeyThatTwoRecipientsHaveIsWarnedOf() throws IOException {
        String key = key("one");
        String other = key("other");

        CommandRun shared = mint("shared", "--recipient=A=" + key, "--recipient=B=" + other, "--recipient=C=" + key);
        assertTrue(shared.err().contains("warning: A and C have the same key: each opens the other's copy"));
        assertFalse(shared.err().contains("B"), shared.err());
        mint("apart", "--recipient=A=" + key, "--recipient=B=" + other).succeeded();
    }

    @Test
    void aCampaignThatIsOverIsWarnedOf() {
        mint("running", "--campaign=c").succeeded();
        server.answer("GET /api/v1/campaigns/c", "200 {\"name\":\"Spring\",\"state\":\"ENDED\"}");

        CommandRun over = mint("over", "--campaign=c");
        assertEquals(0, over.exitCode());
        assertTrue(over.err().contains("warning: nobody will win by the campaign Spring, which is ENDED"), over.err());
    }

    @ParameterizedTest
    @CsvSource({
        "mnt --size=5, mint",
        "mnit, mint",
        "activte 0C1S, activate",
        "VOIDE 0C1S, void",
        "admin rewarp, rewrap",
        "lots --claimd, --claimed",
        "lots --oder=1, --order",
    })
    void theWordThatWasMeantIsNamed(String command, String meant) {
        run(command.split(" ")).failed(2, "did you mean " + meant + "?");
    }

    @Test
    void aWordThatIsNearNoneIsNamedAlone() {
        CommandRun run = run("frobnicate");

        run.failed(2, "there is no verb frobnicate");
        assertFalse(run.err().contains("did you mean"), run.err());
    }

    @Test
    void aFolderIsNoLotButKnowsItsOwn() throws IOException {
        mint("summer");
        mint("sets", "--pack=2");
        String order =
                Files.readString(temp.resolve("sets/order.json")).replaceAll("(?s).*\"order\" : \"([^\"]+).*", "$1");

        for (String verb : List.of("activate", "custody")) {
            run(verb, temp.resolve("summer").toString()).failed(2, "summer is a folder, of lot 0C1S");
            run(verb, temp.resolve("sets").toString()).failed(2, "sets is a folder, of order " + order);
            run(verb, temp.toString()).failed(2, " is a folder");
        }
    }

    @Test
    void anOrderThatIsFinishedIsNotBegunAgain() {
        mint("packs", "--pack=2").succeeded();
        mint("lot").succeeded();
        int asked = server.orders().size();

        String said = "the order there is finished, and nothing was made";
        mint("packs", "--pack=2").failed(1, said, "codegen verify " + temp.resolve("packs"));
        mint("lot").failed(1, said, "codegen verify " + temp.resolve("lot"));
        assertEquals(asked, server.orders().size());
    }

    @Test
    void theSizeOfALotIsWithoutItsHoneyCodes() {
        server.answer(
                "GET /api/v1/lots?limit=100", "200 {\"items\":[{\"number\":\"0C1S\",\"size\":116,\"honeys\":16}]}");
        server.answer("GET /api/v1/lots/0C1S/ranges", "200 {\"items\":[]}");
        String lots = run("lots").succeeded();

        assertTrue(lots.matches("(?s).*\n0C1S +100\n"), lots);
    }

    private String key(String name) throws IOException {
        Path file = temp.resolve(name + ".key");
        CommandRun.with(Map.of(), "keygen", "--out=" + file).succeeded();
        return Files.readString(file).replaceAll("(?s).*(age1[0-9a-z]{58}).*", "$1");
    }

    private CommandRun mint(String name, String... more) {
        List<String> words =
                new ArrayList<>(List.of("mint", "--kind=ITEM_INNER", "--size=9", "--out=" + temp.resolve(name)));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
