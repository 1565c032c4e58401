package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes back: misprints, ranges to bind, and sheets to be read. */
class BackFromThePressTest {
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

    @Test
    void misprintsAreNamedBySerialOrCodeAndSentInBatches() throws IOException {
        String rows = IntStream.range(0, 5_000).mapToObj(i -> "r" + i + ";" + i).collect(Collectors.joining("\r\n"));
        Path table = write("t.csv", "\uFEFFrow;\"Serial\"\r\n" + rows + "\r\n");
        Path list = write(
                "l.txt",
                "7\n\n" + lot.code(8).grouped() + "\nHTTPS://Q.EXAMPLE.COM/"
                        + lot.code(9).text());

        server.answer("GET /api/v1/lots/0C1S", "200 {\"size\":5000}");
        String told = run("waste", "0C1S", table.toString(), "--yes").succeeded();
        run("waste", "0C1S", list.toString(), "--yes").succeeded();

        assertTrue(told.contains("5000 codes are void now, of 5000 named"), told);
        List<JsonNode> sent = server.bodies();
        assertEquals(4, sent.size());
        assertEquals(2_000, sent.get(1).path("serials").get(0).asInt());
        assertEquals(7, sent.get(3).path("serials").get(0).asInt());
        assertEquals(lot.code(9).text(), sent.get(3).path("codes").get(1).asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serial;x\\n1;2\\nfew   | line 3: must be a serial or a code: few",
                "row,column\\n1,2       | line 1: the header must name a column serial or code",
                "x,serial\\n1           | line 2: must have at least 2 fields: 1",
                "1\\n0C1T1YNT84EZMPS4   | line 2: must be a code of lot 0C1S",
                "serial\\n              | must name at least one misprint",
                "serial\\n64\\n65         | line 3: must be a serial of lot 0C1S, 0 to 64: 65",
                "width,serial\\n0,25,7   | line 2: must have at most 2 fields, as the first line has: 3",
                "3\\n1,234               | line 2: must be a serial or a code: 1,234",
            })
    void aFileThatIsNotOneOfMisprintsVoidsNothing(String content, String said) throws IOException {
        Path file = write("bad.csv", content.replace("\\n", "\n").strip());

        run("waste", "0C1S", file.toString()).failed(1, "bad.csv", said);

        assertEquals(List.of(), server.bodies());
    }

    @Test
    void aForgedCodeIsNamedByItsLine() throws IOException {
        String forged =
                "0C1S" + StandInServer.codec("0C1T", SIZE).code(3).text().substring(4);
        Path file = write(
                "w.txt",
                lot.code(1).text() + "\n\n2\n" + forged + "\n" + lot.code(4).text());
        server.answer("POST /api/v1/lots/0C1S/waste", "400 {\"detail\":\"codes must be 16 symbols\"}");

        run("waste", "0C1S", file.toString())
                .failed(3, "w.txt, line 4: must be a genuine code: " + forged, "nothing was changed");

        write("w.txt", "1\n2\n3");
        run("waste", "0C1S", file.toString()).failed(3, "w.txt, lines 1 to 3 were refused");
    }

    @Test
    void whatLooksLikeASeparatorWithinAFieldIsNone() throws IOException {
        Path quoted = write("q.csv", "remark,serial\n\"1,5,2\",7\n\"a \"\"b\"\"; c\",8\n");
        Path decimals = write("d.csv", "width, mm;serial;x\n0,25;9\n0,25;10;\n");

        run("waste", "0C1S", quoted.toString(), "--yes").succeeded();
        run("waste", "0C1S", decimals.toString(), "--yes").succeeded();

        assertEquals("{\"serials\":[7,8]}", server.bodies().get(0).toString());
        assertEquals("{\"serials\":[9,10]}", server.bodies().get(1).toString());
    }

    @Test
    void aFileOfAMillionColumnsIsOneLine() throws IOException {
        Path file = write("wide.csv", "serial" + ",x".repeat(1_000_000) + "\n1");

        run("waste", "0C1S", file.toString()).failed(1, "wide.csv, line 1: must have at most 65536 characters");
    }

    @Test
    void blankCodesAreBoundByRange() {
        String told = run("assign", "0C1S", "--from=0", "--to=99", "--campaign=c", "--product=p", "--yes")
                .succeeded();

        assertTrue(told.contains("codes 0 to 99 are bound"), told);
        assertEquals(
                "{\"from\":0,\"to\":99,\"productId\":\"p\",\"campaignId\":\"c\"}",
                server.bodies().get(0).toString());
        run("assign", "0C1S", "--from=5", "--to=4", "--campaign=c").failed(2, "--from=5 --to=4");
        run("assign", "0C1S", "--from=5", "--to=9").failed(2, "--product");
    }

    @Test
    void aCaseBindsWhatIsInIt() {
        LotCodec cases = StandInServer.codec("0C1T", 3);
        server.answer("GET /api/v1/lots/0C1S", "200 {\"size\":65,\"parent\":\"0C1T\",\"pack\":24}");
        server.answer("GET /api/v1/codes/" + cases.code(2).text(), "200 {\"serial\":2}");
        server.answer("GET /api/v1/codes/" + lot.code(2).text(), "200 {\"serial\":2}");

        run("assign", "0C1S", "--case=" + cases.code(2).grouped(), "--product=p", "--yes")
                .succeeded();
        run("assign", "0C1S", "--case=" + lot.code(2).text(), "--product=p")
                .failed(1, "must be the code of a pack of lot 0C1S");
        run("assign", "0C1S", "--case=x", "--product=p").failed(2, "--case=x");
        run("assign", "0C1S", "--case=x", "--from=1", "--to=2", "--product=p").failed(2, "--from and --to, or --case");

        assertEquals(
                "{\"from\":48,\"to\":64,\"productId\":\"p\"}",
                server.bodies().get(0).toString());
        assertEquals(1, server.bodies().size());
    }

    @Test
    void custodyNamesWhoHasWhat() {
        server.answer("GET /api/v1/lots/0C1S/custody", """
                200 {"copies":[{"place":0,"recipient":"Golden Press","encryption":"AGE","honeys":[7,8],"madeAt":"T"}],
                "manifests":[{"place":0,"signedAt":"T","keyId":"k","files":[{"name":"f","sha256":"abc","rows":9}]}],
                "incidents":[{"recipient":"Golden Press","serial":7,"at":"T2"}]}""");

        String told = run("custody", "0C1S").succeeded();

        assertTrue(told.contains("Golden Press, AGE, 2 honey codes"), told);
        assertTrue(told.contains("abc  f, 9 rows"), told);
        assertTrue(told.contains("LEAKED    the copy of Golden Press: serial 7"), told);
    }

    @Test
    void aSheetThatIsRightIsRead() throws IOException {
        run("print", temp.resolve("m").toString(), "--format=pdf", "--out=" + temp.resolve("p"))
                .succeeded();

        JsonNode report = new ObjectMapper()
                .readTree(run("check", temp + "/p/sheets-0001.pdf", "--expect=" + temp + "/m/codes.csv", "-o=json")
                        .succeeded());

        assertEquals(SIZE, report.path("read").asInt());
        assertEquals(0, report.path("unread").size());
    }

    @Test
    void aSheetTellsWhatIsWrongWithIt() throws IOException {
        run("print", temp.resolve("m").toString(), "--format=png", "--out=" + temp.resolve("p"))
                .succeeded();
        BufferedImage sheet = new BufferedImage(1_400, 1_000, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = sheet.createGraphics();
        pen.fillRect(0, 0, 1_400, 1_000);
        pen.drawImage(png(0), 0, 0, null);
        pen.drawImage(png(1), 400, 0, null);
        pen.drawImage(png(1), 800, 0, null);
        pen.drawImage(png(2), 0, 400, null);
        pen.dispose();
        ImageIO.write(sheet, "png", temp.resolve("sheet.png").toFile());
        write(
                "wanted.csv",
                "serial,code,url\n0," + lot.code(0).text() + ",\n5,"
                        + lot.code(5).text() + ",\n");
        server.answer("GET /api/v1/codes/" + lot.code(0).text(), "200 {\"verdict\":\"VOID\"}");
        server.answer("GET /api/v1/codes/" + lot.code(2).text(), "200 {\"verdict\":\"UNKNOWN\"}");

        CommandRun run = run("check", temp + "/sheet.png", "--expect=" + temp + "/wanted.csv", "-o=json");

        assertEquals(1, run.exitCode(), run.toString());
        assertTrue(run.err().contains("5 codes are not as they should be, of 4 read"), run.err());
        JsonNode report = new ObjectMapper().readTree(run.out());
        for (var kind : Map.of("void", 0, "duplicate", 1, "unexpected", 1, "foreign", 2, "unread", 5)
                .entrySet()) {
            assertEquals(
                    lot.code(kind.getValue()).grouped(),
                    report.path(kind.getKey()).path(0).path("code").asText(),
                    kind.getKey());
        }
    }

    @Test
    void whatIsNoPictureIsOneLine() throws IOException {
        run("check", write("x.png", "no picture").toString()).failed(1, "x.png: must be a picture or a PDF");
        run("check", write("x.pdf", "no pdf").toString()).failed(1, "x.pdf");
        run("check", temp + "/none.png").failed(1, "none.png");
        assertFalse(server.requests().stream().anyMatch(request -> request.contains("/codes/")));
    }

    private BufferedImage png(int serial) throws IOException {
        return ImageIO.read(temp.resolve(
                        "p/00000/%08d-%s.png".formatted(serial, lot.code(serial).text()))
                .toFile());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(temp.resolve(name), content);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
