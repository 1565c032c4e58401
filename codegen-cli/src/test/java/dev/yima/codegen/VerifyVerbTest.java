package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify} accepts what mint made, and nothing that was touched since. */
class VerifyVerbTest {
    private static final int SEED = 20_261_125;

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @BeforeEach
    void mint() {
        mint(temp.resolve("m"), "--size=50", "--shard-rows=20");
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void whatMintMadeIsAccepted() {
        String told = verify().succeeded();

        assertTrue(told.contains("lot 0C1S: 3 files are whole and signed; 50 codes, none twice, each opens"), told);
    }

    @Test
    void anyByteOfAnyFileThatIsChangedIsFound() throws IOException {
        Random random = new Random(SEED);
        for (String name : List.of("manifest.json", "codes-0001.csv", "codes-0003.csv")) {
            Path file = temp.resolve("m").resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < 12; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bad);
                verify().failed(1, name);
            }
            Files.write(file, good);
        }
        verify().succeeded();
    }

    @Test
    void aManifestWithOneDigitChangedIsFound() throws IOException {
        replaceIn("manifest.json", "\"size\" : 50", "\"size\" : 51");

        verify().failed(1, "manifest.json: must be what was signed");
    }

    @Test
    void whatIsMissingIsFound() throws IOException {
        for (String name : List.of("codes-0002.csv", "manifest.sig", "manifest.json")) {
            Path file = temp.resolve("m").resolve(name);
            Path away = Files.move(file, temp.resolve("away"));
            verify().failed(1, name, "no such file");
            Files.move(away, file);
        }
    }

    /** Seen red with a print that believed any manifest, and rows of any host. */
    @Test
    void aFolderIsPrintedWithTheHostThatTheBrandSigned() throws IOException {
        String signer =
                Files.readString(temp.resolve("m/manifest.sig")).replaceAll("(?s).*signer\" : \"([^\"]+).*", "$1");
        print("first", "--expect-host=q.example.com", "--signed-by=" + signer).succeeded();
        print("other", "--expect-host=q.exarnple.com")
                .failed(1, "manifest.json", "the codes open https://q.example.com, and not");
        print("other", "--signed-by=AAAA").failed(1, "must be signed by this brand");

        replaceIn("manifest.json", "https://q.example.com", "https://q.exarnple.com");
        print("other", "--expect-host=q.exarnple.com", "--signed-by=" + signer).failed(1, "must be what was signed");
        print("other", "--expect-host=q.exarnple.com").failed(1, "codes-0001.csv, line 2", "under https://q.exarnple");
    }

    private CommandRun print(String out, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("print", temp.resolve("m").toString(), "--format=csv", "--out=" + temp.resolve(out)));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void theKeyOfALotOnSaleIsAskedForWithAReason() {
        run("verify", temp.resolve("m").toString(), "--reason=Sheets were lost").succeeded();

        assertTrue(
                server.bodies().toString().contains("Sheets were lost"),
                server.bodies().toString());
    }

    @Test
    void aLotOnSaleIsCheckedAsFarAsNoKeyIsNeededAndTheReasonIsAskedFor() throws IOException {
        run("activate", "0C1S", "--offline").succeeded();

        verify().failed(2, "lot 0C1S is ACTIVE: its files are whole and signed", "--reason", "--signed-by");
        replaceIn("codes-0002.csv", "\n", " \n");
        verify().failed(1, "codes-0002.csv");
        assertEquals(
                1,
                server.requests().stream()
                        .filter(asked -> asked.endsWith("/key"))
                        .count(),
                "by mint, and nobody else");
    }

    @Test
    void aFolderThatAnotherBrandSignedIsNotOurs() {
        CommandRun run = run("verify", temp.resolve("m").toString(), "--signed-by=AAAA");

        run.failed(1, "manifest.sig: must be signed by this brand");
    }

    @Test
    void aPrintingHouseVerifiesWithoutAServerOrAKey() throws IOException {
        String signer =
                Files.readString(temp.resolve("m/manifest.sig")).replaceAll("(?s).*signer\" : \"([^\"]+).*", "$1");
        server.close();

        String told = CommandRun.with(Map.of(), "verify", temp.resolve("m").toString(), "--signed-by", signer)
                .succeeded();

        assertTrue(told.contains("50 codes, none twice"), told);
    }

    @Test
    void anInterruptedOrderIsNotAccepted() throws IOException {
        Files.writeString(temp.resolve("m/.order.json"), "{}");

        verify().failed(1, "must be finished");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"0C1T\", \"0C1V\", \"0C1W\" | \"0C1W\"                         | packs missing=[0C1V]",
                "\"0C1T\", \"0C1V\", \"0C1W\" | \"0C1T\"                         | codes=0, ordered=50",
                "\"0C1T\", \"0C1V\", \"0C1W\" | \"0C1T\", \"0C1T\", \"0C1V\" | must be the file of an order",
                "\"size\" : 50                   | \"size\" : 5                        | of 5 codes",
                "\"order\" : \"                 | \"order\" : \"X                    | must be of order X",
            })
    void anOrderOfWhichSomethingIsMissingIsNotWhole(String text, String replacement, String said) throws IOException {
        mint(temp.resolve("set"), "--size=50", "--pack=24,2");
        run("verify", temp.resolve("set").toString()).succeeded();
        replaceIn("../set/order.json", text, replacement);

        run("verify", temp.resolve("set").toString()).failed(1, "set", said);
    }

    private CommandRun verify() {
        return run("verify", temp.resolve("m").toString());
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }

    private void mint(Path out, String... options) {
        List<String> arguments = new ArrayList<>(List.of("mint", "--kind=ITEM_INNER", "--out=" + out));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new)).succeeded();
    }

    private void replaceIn(String name, String text, String replacement) throws IOException {
        Path file = temp.resolve("m").resolve(name);
        String before = Files.readString(file);
        Files.writeString(file, before.replace(text, replacement));
        assertNotEquals(before, Files.readString(file));
    }
}
