package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes that only their recipient can read, and that tell who leaked them. */
class CodeHandoverVerbTest {
    private static final int SIZE = 70;
    private static final int TIMEOUT_S = 60;

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    private String key = "";

    @BeforeEach
    void makeKey() throws IOException {
        String told =
                run("keygen", "--out=" + temp.resolve("printer.key"), "-o=json").succeeded();
        key = new ObjectMapper().readTree(told).path("publicKey").asText();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void nothingPlainTouchesTheDisk() throws IOException {
        mint("--recipient=Golden Press=" + key, "--shard-rows=30");

        assertEquals(
                List.of(
                        "codes-0001.csv.age",
                        "codes-0002.csv.age",
                        "codes-0003.csv.age",
                        "manifest.json",
                        "manifest.sig"),
                names(temp.resolve("m")));
        LotCodec lot = StandInServer.codec("0C1S", SIZE + 16);
        for (Path file : files(temp.resolve("m"))) {
            String text = Files.readString(file, ISO_8859_1);
            assertFalse(text.contains(lot.code(0).text().substring(4)), file.toString());
        }
        assertEquals("rw-------", mode(temp.resolve("m/codes-0001.csv.age")));
        assertEquals("rw-------", mode(temp.resolve("printer.key")));
    }

    @Test
    void theReferenceToolOpensWhatIsEncryptedHere() throws Exception {
        mint("--recipient=" + key);

        String text = tool("age", "-d", "-i", "printer.key", "m/codes.csv.age");

        List<String> lines = text.lines().toList();
        assertEquals(1 + SIZE + 16, lines.size());
        LotCodec lot = StandInServer.codec("0C1S", SIZE + 16);
        assertTrue(lines.get(1 + 5).startsWith("5," + lot.code(5).text() + ","), lines.get(6));
        assertTrue(lines.get(1 + SIZE).startsWith("#70," + lot.code(70).text()), "honey codes are marked, at the end");
    }

    @Test
    void whatTheReferenceToolEncryptedIsOpenedHere() throws Exception {
        mintTo(List.of("--out=" + temp.resolve("plain")));
        tool("age-keygen", "-o", "theirs.key");
        String theirs = Files.readAllLines(temp.resolve("theirs.key")).get(1).replaceAll(".*: ", "");
        tool("age", "-r", theirs, "-o", "codes.csv.age", "plain/codes.csv");

        run(
                        "print",
                        temp.resolve("codes.csv.age").toString(),
                        "--format=csv",
                        "-i",
                        temp.resolve("theirs.key").toString(),
                        "--out=" + temp.resolve("p"))
                .succeeded();

        assertArrayEquals(
                Files.readAllBytes(temp.resolve("plain/codes.csv")), Files.readAllBytes(temp.resolve("p/codes.csv")));
    }

    @Test
    void aPassphraseDoesForThoseWhoHaveNoKey() throws Exception {
        Files.writeString(temp.resolve("phrase"), "correct horse battery staple\n");
        mint("--passphrase-file=Old Press=" + temp.resolve("phrase"));

        String whole = run("verify", temp.resolve("m").toString(), "--passphrase-file=" + temp.resolve("phrase"))
                .succeeded();
        Files.writeString(temp.resolve("other"), "incorrect horse battery staple\n");

        assertTrue(whole.contains("86 codes, none twice, each opens"), whole);
        run("verify", temp.resolve("m").toString(), "--passphrase-file=" + temp.resolve("other"))
                .failed(1, "must be a whole file of age that this identity opens");
        assertFalse(Files.readString(temp.resolve("m/manifest.json")).contains("horse"));
    }

    @Test
    void anInterruptedRunGoesOnWithItsOwnPassphraseOnly() throws IOException {
        Path phrase = Files.writeString(temp.resolve("phrase"), "correct horse battery staple\n");
        String[] mint = {
            "mint",
            "--kind=PALLET",
            "--size=9",
            "--shard-rows=5",
            "--passphrase-file=Old Press=" + phrase,
            "--out=" + temp.resolve("m")
        };
        server.answer("POST /api/v1/lots/0C1S/copies/0/manifest", "503 {}");
        run(mint).failed(3, "the same command goes on");
        Files.delete(temp.resolve("m/codes-0002.csv.age"));
        server.answer("POST /api/v1/lots/0C1S/copies/0/manifest", "");
        Files.writeString(phrase, "incorrect horse battery staple\n");

        run(mint).failed(1, "must be the passphrase of the run that was interrupted: Old Press's does not open");

        Files.writeString(phrase, "correct horse battery staple\n");
        run(mint).succeeded();
        run("verify", temp.resolve("m").toString(), "--passphrase-file=" + phrase)
                .succeeded();
    }

    @Test
    void eachRecipientHasHoneyCodesOfTheirOwnAndNobodyElses() throws IOException {
        run("keygen", "--out=" + temp.resolve("second.key")).succeeded();
        String second = Files.readAllLines(temp.resolve("second.key")).get(1).replaceAll(".*: ", "");
        for (boolean mixed : new boolean[] {false, true}) {
            Path out = temp.resolve("m" + mixed);
            List<String> options = new ArrayList<>(List.of("--recipient=A=" + key, "--recipient=B=" + second));
            options.addAll(List.of("--honey=3", "--shard-rows=25", "--out=" + out));
            if (mixed) {
                options.add("--honey-mixed");
            }
            mintTo(options);
            List<String> a = codes(out.resolve("copy-1"), "printer.key");
            List<String> b = codes(out.resolve("copy-2"), "second.key");
            assertEquals(SIZE + 3, a.size());
            assertEquals(3, a.stream().filter(code -> !b.contains(code)).count());
            assertEquals(3, b.stream().filter(code -> !a.contains(code)).count());
            run("verify", out.toString()).succeeded();
            run("verify", out.resolve("copy-2").toString(), "-i=" + temp.resolve("second.key"))
                    .succeeded();
        }
    }

    @Test
    void everyFileOfACopyHasHoneyCodesThatAreNotPrinted() throws IOException {
        mint("--recipient=" + key, "--shard-rows=20");
        for (int i = 1; i <= 4; i++) {
            String file = temp.resolve("m/codes-000" + i + ".csv.age").toString();
            run(
                            "print",
                            file,
                            "--format=csv",
                            "-i",
                            temp.resolve("printer.key").toString(),
                            "--out=" + temp.resolve("p" + i))
                    .succeeded();
            long goods =
                    Files.readAllLines(temp.resolve("p" + i + "/codes.csv")).size() - 1L;
            assertEquals(Math.min(20, SIZE - 20 * (i - 1)), goods);
            assertEquals(20 > goods ? goods + 4 : 24, rowsOf("codes-000" + i + ".csv.age"));
        }
    }

    @Test
    void aTruncatedFileAndAWrongKeyAreOneLine() throws IOException {
        mint("--recipient=" + key);
        Path file = temp.resolve("m/codes.csv.age");
        byte[] whole = Files.readAllBytes(file);
        run("keygen", "--out=" + temp.resolve("wrong.key")).succeeded();

        open(file, "wrong.key").failed(1, "codes.csv.age: must be a whole file of age that this identity opens");
        for (int length : new int[] {0, 10, 150, whole.length / 2, whole.length - 1}) {
            Path cut = temp.resolve("cut.csv.age");
            Files.write(cut, Arrays.copyOf(whole, length));
            open(cut, "printer.key").failed(1, "cut.csv.age");
            assertFalse(Files.exists(temp.resolve("p")), "nothing is written");
        }
        run("print", file.toString(), "--format=csv", "--out=" + temp.resolve("p"))
                .failed(1, "must have what opens encrypted files");
    }

    @Test
    void aBrandThatForbidsPlainFilesGetsNone() throws IOException {
        server.answer("GET /api/v1/custody", "200 {\"plainCopies\":false,\"signer\":\"x\"}");

        run("mint", "--kind=PALLET", "--size=9", "--out=" + temp.resolve("m"))
                .failed(3, "forbids plain files of codes", "--recipient");

        assertFalse(server.requests().contains("POST /api/v1/lots"));
        assertFalse(Files.exists(temp.resolve("m")));
    }

    @Test
    void wrongRecipientsAreWrongUsage() throws IOException {
        Files.writeString(temp.resolve("short"), "short\n");
        wrong(2, "must be a public key of age", "--recipient=age1nonsense");
        wrong(2, "each named once", "--recipient=A=" + key, "--recipient=A=" + key);
        wrong(2, "must have a --recipient", "--honey=5");
        wrong(2, "must have a --recipient", "--honey-mixed");
        wrong(2, "--honey=257", "--recipient=" + key, "--honey=257");
        wrong(2, "NAME=FILE", "--passphrase-file=phrase");
        wrong(1, "at least 12 characters", "--passphrase-file=A=" + temp.resolve("short"));
        wrong(1, "no such file", "--passphrase-file=A=" + temp.resolve("none"));
    }

    @Test
    void aSecretKeyIsNotShownAgain() throws IOException {
        String secret = Files.readAllLines(temp.resolve("printer.key")).get(2);
        String out = "--out=" + temp.resolve("w");

        for (String recipient : List.of(secret, "Press=" + secret.toLowerCase(Locale.ROOT))) {
            CommandRun run = run("mint", "--kind=PALLET", "--size=9", "--recipient=" + recipient, out);
            run.failed(2, "must be the public key", "--recipient");
            assertFalse(run.err().contains(recipient.substring(recipient.length() - 20)));
        }
        CommandRun run = run("print", temp + "/codes.csv.age", "--format=csv", "-i=" + secret, out);
        run.failed(2, "must be the file of a secret key");
        assertFalse(run.err().contains(secret));
    }

    @Test
    void codesThatAreMixedInAreRowsToo() {
        String out = "--out=" + temp.resolve("w");
        run("mint", "--kind=PALLET", "--size=190", "--shard-rows=1", "--honey-mixed", "--recipient=" + key, out)
                .failed(2, "must be at least 2, or a lot has more than 200 files");
    }

    @Test
    void aKeyFileIsNeverOverwritten() {
        run("keygen", "--out=" + temp.resolve("printer.key")).failed(1, "it exists already");
    }

    private void wrong(int exitCode, String said, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("mint", "--kind=PALLET", "--size=9", "--out=" + temp.resolve("w")));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new)).failed(exitCode, said);
        assertFalse(Files.exists(temp.resolve("w")));
    }

    private long rowsOf(String name) throws IOException {
        for (JsonNode file : new ObjectMapper()
                .readTree(temp.resolve("m/manifest.json").toFile())
                .path("files")) {
            if (file.path("name").asText().equals(name)) {
                return file.path("rows").asLong();
            }
        }
        throw new AssertionError(name);
    }

    private List<String> codes(Path folder, String identity) throws IOException {
        List<String> codes = new ArrayList<>();
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".age")) {
                String text = assertOpens(file, identity);
                text.lines().skip(1).map(line -> line.split(",", -1)[1]).forEach(codes::add);
            }
        }
        return codes;
    }

    private String assertOpens(Path file, String identity) throws IOException {
        try {
            return tool("age", "-d", "-i", identity, file.toString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CommandRun open(Path file, String identity) {
        return run(
                "print", file.toString(), "--format=csv", "-i=" + temp.resolve(identity), "--out=" + temp.resolve("p"));
    }

    private void mint(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--out=" + temp.resolve("m"));
        mintTo(all);
    }

    private void mintTo(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("mint", "--kind=ITEM_INNER", "--size=" + SIZE));
        arguments.addAll(options);
        run(arguments.toArray(String[]::new)).succeeded();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }

    /** Runs a tool in the temporary folder; what it printed. */
    private String tool(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectError(temp.resolve("err").toFile())
                .redirectOutput(temp.resolve("tool.out").toFile())
                .start();
        assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(temp.resolve("err")));
        return Files.readString(temp.resolve("tool.out"), UTF_8);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().collect(Collectors.toList());
        }
    }

    private static List<String> names(Path folder) throws IOException {
        return files(folder).stream().map(path -> path.getFileName().toString()).toList();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
