package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other programs and other people wrote, each as somebody once met it. */
class FilesOfOthersTest {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final int SIZE = 65;

    private final StandInServer server = new StandInServer();
    private final LotCodec lot = StandInServer.codec("0C1S", SIZE);

    @TempDir
    private Path temp = Path.of("");

    @BeforeEach
    void mint() {
        run("mint", "--kind=ITEM_INNER", "--size=" + SIZE, "--out=" + temp.resolve("m"))
                .succeeded();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    /** Seen red: the line after the break was voided as a misprint of its own. */
    @Test
    void aLineBreakInQuotesBelongsToItsField() throws IOException {
        assertEquals("{\"serials\":[5]}", wasted("serial,remark\n5,\"smeared, and on the roll also\n17\"\n"));
        assertEquals("{\"serials\":[6,7]}", wasted("remark;serial\r\n\"a\r\nb\";6\r\n\"12\"\"\";7\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serial,remark\\n5,\"smeared\\n17,x\\n           | line 2: must have fields in quotes that end",
                "serial,remark\\n5,\"smeared\\n17,\"x\\n         | line 2: must have fields in quotes that end",
                "code,code\\n{48},{49}\\n                        | line 2: must name one code in all columns",
                "code,url\\n{48},HTTPS://Q.EXAMPLE.COM/{49}\\n   | line 2: url must be a URL of this row's code",
                "code,grouped\\n{1},{1}\\n{48},{49}\\n           | line 3: must name one code in all columns: grouped",
                "serial;serial\\n4;4\\n4;5\\n                    | line 3: must name one code in all columns: serial=5",
                "serial,lot\\n4,0C1T\\n                          | line 2: must be of lot 0C1S: lot=0C1T",
                "code,remark\\n17,smeared\\n                     | line 2: code must be 16 symbols",
                "remark,serial,x\\ntorn, badly,5,\\n              | line 2: must have at most 3 fields",
            })
    void aFileThatSaysTwoThingsVoidsNothing(String content, String said) throws IOException {
        Path file = write("two.csv", filled(content), UTF_8);

        run("waste", "0C1S", file.toString(), "--yes").failed(1, "two.csv", said);

        assertEquals(List.of(), server.bodies());
    }

    /** Serial and code are compared by the server, which has the key; the line is named, and nothing was voided. */
    @Test
    void aSerialAndACodeOfOneRowAreSentAsAPair() throws IOException {
        assertEquals(
                "{\"pairs\":[{\"serial\":3,\"code\":\"" + lot.code(3).text() + "\"}],\"serials\":[4]}",
                wasted(filled("serial,code,url\n3,{3},HTTPS://Q.EXAMPLE.COM/{3}\n4,,\n")));
        server.answer(
                "POST /api/v1/lots/0C1S/waste", "400 {\"detail\":\"pairs[1] must be a code of this lot and its own\"}");
        Path file = write("pairs.csv", filled("serial,code\n3,{3}\n\n9,\n5,{6}\n"), UTF_8);

        run("waste", "0C1S", file.toString(), "--yes")
                .failed(3, "pairs.csv, line 5: serial and code must be of one code", "nothing was changed");
    }

    @Test
    void twoColumnsOfAPackMustAgree() throws IOException {
        Path file = write("pack.csv", filled("parent,child,child\n{1},{2},{2}\n{1},{3},{4}\n"), UTF_8);

        run("pack", file.toString()).failed(1, "line 3: must name one code in all columns");

        assertEquals(List.of(), server.bodies());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB18030", "UTF-16LE", "UTF-16BE", "UTF-8"})
    void aTableIsReadAsExcelSavesIt(String charset) throws IOException {
        String mark = charset.startsWith("UTF") ? "\uFEFF" : "";
        Path file = write("t.csv", mark + filled("序号\tcode\t备注\r\n1\t{30}\t模糊，目录\r\n"), Charset.forName(charset));

        run("waste", "0C1S", file.toString(), "--yes").succeeded();

        assertEquals(
                lot.code(30).text(), server.bodies().get(0).path("codes").get(0).asText());
    }

    @Test
    void theEncodingIsToldByTheWholeTable() throws IOException {
        String rows = "x,1\n".repeat(20_000);
        Path file = write("long.csv", "remark,serial\n" + rows + "模糊,2\n", GB18030);

        run("waste", "0C1S", file.toString(), "--yes").succeeded();

        assertEquals(11, server.bodies().size());
    }

    @Test
    void rowsWithNothingInThemArePassedOver() throws IOException {
        assertEquals(
                "{\"codes\":[\"" + lot.code(36).text() + "\"]}",
                wasted(filled("\n\ncode,remark\n{36},torn\n,\n,,\n \t,\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\ncode;remark\n{35};torn", "\"sep=|\"\r\ncode|remark\r\n{35}|torn\r\n"})
    void aFirstLineMayTellTheSeparator(String content) throws IOException {
        assertEquals("{\"codes\":[\"" + lot.code(35).text() + "\"]}", wasted(filled(content)));
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "|", "tab", ","})
    void whatIsPrintedIsReadAgain(String separator) throws IOException {
        Path csv = temp.resolve("csv/codes.csv");
        run("print", temp + "/m", "--format=csv", "--separator=" + separator, "--quote", "--out=" + temp.resolve("csv"))
                .succeeded();
        run("print", csv.toString(), "--format=png", "--dpi=100", "--out=" + temp.resolve("png"))
                .succeeded();
        Path one = temp.resolve("png/00000/00000007-" + lot.code(7).text() + ".png");

        run("check", one.toString(), "--expect=" + csv, "--serials=7").succeeded();
    }

    @Test
    void aFormulaThatKeepsATextIsTheText() throws IOException {
        assertEquals("{\"serials\":[12]}", wasted("serial;x\n=\"0012\";=\"1\"\n"));
    }

    @Test
    void whatNobodySeesAroundACodeIsNoPartOfIt() throws IOException {
        assertEquals(
                "{\"codes\":[\"" + lot.code(40).text() + "\",\"" + lot.code(41).text() + "\"]}",
                wasted(filled("\u200Bcode\n\u00A0{40}\u3000\n{41}\u200B\n")));
        assertTrue(run("inspect", "\u00A0" + lot.code(40).text() + "\u200B\n")
                .succeeded()
                .contains(lot.code(40).grouped()));
        run("freeze", "\u200B0C1S\uFEFF").succeeded();

        String within = lot.code(40).text().substring(0, 8) + "\u200Bx"
                + lot.code(40).text().substring(8);
        run("inspect", within).failed(2, "<U+200B>");
    }

    @Test
    void aMarkOrAnotherEncodingMakesNoOtherPassphrase() throws IOException {
        String phrase = "十二个字以上的密语：夏日可乐码";
        Path marked = write("marked.txt", "\uFEFF" + phrase + "\r\n", UTF_8);
        run("mint", "--kind=PALLET", "--size=3", "--passphrase-file=Press=" + marked, "--out=" + temp.resolve("e"))
                .succeeded();

        for (Charset charset : List.of(UTF_8, GB18030, UTF_16LE)) {
            Path other = write("other.txt", (charset == UTF_16LE ? "\uFEFF" : "") + phrase, charset);
            Path out = temp.resolve(charset.name());
            run("print", temp + "/e", "--passphrase-file=" + other, "--format=txt", "--out=" + out)
                    .succeeded();
        }
    }

    @Test
    void keysAreReadAsPowerShellWritesThem() throws IOException {
        JsonNode made = new ObjectMapper()
                .readTree(run("keygen", "--out=" + temp.resolve("k"), "-o=json").succeeded());
        Path key = write("key.txt", "\uFEFF" + Files.readString(temp.resolve("k")), UTF_16LE);
        run(
                        "mint",
                        "--kind=PALLET",
                        "--size=3",
                        "--recipient=" + made.path("publicKey").asText() + "\u00A0",
                        "--out=" + temp.resolve("e"))
                .succeeded();
        run("print", temp + "/e", "-i", key.toString(), "--format=txt", "--out=" + temp.resolve("t"))
                .succeeded();

        write("owner.key", "\uFEFF" + StandInServer.KEY + "\r\n", UTF_16BE);
        CommandRun.with(Map.of("YIMA_URL", server.url(), "YIMA_HOME", temp.toString()), "lots")
                .succeeded();
        run(
                        "print",
                        temp + "/e",
                        "-i",
                        key.toString(),
                        "--passphrase-file=" + key,
                        "--format=txt",
                        "--out=" + temp + "/u")
                .failed(2, "--identity and --passphrase-file");
    }

    private String wasted(String content) throws IOException {
        Path file = write("w.csv", content, UTF_8);
        run("waste", "0C1S", file.toString(), "--yes").succeeded();
        return server.bodies().get(server.bodies().size() - 1).toString();
    }

    /** The content with {@code {N}} as the n-th code of the lot, and escaped line ends as such. */
    private String filled(String content) {
        String text = content.replace("\\n", "\n").stripLeading();
        for (int serial = 0; serial < SIZE; serial++) {
            text = text.replace("{" + serial + "}", lot.code(serial).text());
        }
        return text;
    }

    private Path write(String name, String content, Charset charset) throws IOException {
        return Files.write(temp.resolve(name), content.getBytes(charset));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
