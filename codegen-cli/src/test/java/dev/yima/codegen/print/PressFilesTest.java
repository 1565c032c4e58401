package dev.yima.codegen.print;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codegen.folder.StagedFolder;
import dev.yima.codegen.print.label.LabelOutput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What printing houses ask for. */
class PressFilesTest {
    private static final String ROLL = """
            {"kind":"ROLL","labelMm":[30,30],"columns":2,"gapMm":[3,3],"marginMm":[2,0],"bleedMm":1,"cropMarks":true,
             "texts":[{"text":"{grouped}","sizePt":5},{"text":"No. {serial} (a\\\\b)","xMm":1,"baselineMm":3,
             "sizePt":4,"align":"LEFT"}],"logo":{"file":"logo.png","xMm":25,"yMm":1,"widthMm":4,"heightMm":2}}""";

    @TempDir
    private Path temp = Path.of("");

    private PrintFixture job = new PrintFixture(temp, 1, "https://q.example.com");

    @BeforeEach
    void writeCodes() throws IOException {
        job = new PrintFixture(temp, 9, "https://q.example.com");
        job.writeFolder();
        ImageIO.write(
                new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB),
                "png",
                temp.resolve("logo.png").toFile());
    }

    @Test
    void aTableLooksAsThePrintingHouseWantsIt() throws IOException {
        print("csv", "--columns=serial,url", "--separator=;", "--quote", "--no-header", "--url-case=lower");

        List<String> lines = Files.readAllLines(job.out().resolve("codes.csv"));
        assertEquals(9, lines.size());
        assertEquals("\"3\";\"https://q.example.com/" + job.code(3).text() + "\"", lines.get(3));
    }

    @Test
    void aPlainListIsWhatTheSymbolsCarry() throws IOException {
        print("txt");

        assertEquals(job.urls(), Files.readAllLines(job.out().resolve("codes.txt")));
    }

    @Test
    void aZipHoldsWhatTheFoldersWould() throws IOException {
        print("svg", "--zip");

        assertEquals(List.of(job.out().resolve("labels.zip")), job.files());
        try (ZipFile zip = new ZipFile(job.out().resolve("labels.zip").toFile())) {
            assertEquals(9, zip.size());
            var entry = zip.getEntry("00000/00000004-" + job.code(4).text() + ".svg");
            assertTrue(new String(zip.getInputStream(entry).readAllBytes(), UTF_8)
                    .contains(job.code(4).grouped()));
        }
    }

    @Test
    void aTiffIsReadAtItsResolution() throws Exception {
        print("tiff", "--dpi=600", "--module-mm=0.3", "--quiet-zone=6");

        Path first = job.files().get(0);
        BufferedImage image = ImageIO.read(first.toFile());
        assertEquals((25 + 12) * 7, image.getWidth());
        assertEquals(1, image.getColorModel().getPixelSize());
        assertEquals(job.urls().get(0), zbar(first));
    }

    @Test
    void aRollIsLaidOutAndReads() throws Exception {
        write("roll.json", ROLL);
        print("pdf", "--layout=" + temp.resolve("roll.json"));

        Path pdf = job.out().resolve("sheets-0001.pdf");
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            assertEquals(5, document.getNumberOfPages());
            assertEquals(67, document.getPage(0).getMediaBox().getWidth() * 25.4 / 72, 0.1);
            assertEquals(33, document.getPage(0).getMediaBox().getHeight() * 25.4 / 72, 0.1);
            String content = new String(document.getPage(0).getContents().readAllBytes(), US_ASCII);
            assertTrue(content.startsWith("0 0 0 1 k"), "CMYK black alone");
            assertFalse(content.matches("(?s).*[0-9] (rg|g)\\n.*"));
            assertTrue(content.contains("(No. 1 \\(a\\\\b\\))"), content.substring(0, 2_000));
        }
        run(
                "pdftoppm",
                "-r",
                "300",
                "-png",
                pdf.toString(),
                temp.resolve("page").toString());
        String read = zbar(temp.resolve("page-1.png"));
        assertTrue(read.contains(job.urls().get(0)) && read.contains(job.urls().get(1)), read);
    }

    @Test
    void aDryRunPrintsOnePageAndCounts() throws IOException {
        write("roll.json", ROLL);
        print("pdf", "--layout=" + temp.resolve("roll.json"), "--dry-run");

        assertTrue(job.stdout().contains("9 labels on 0.17 m of roll"), job.stdout());
        try (PDDocument document =
                Loader.loadPDF(job.out().resolve("sheets-0001.pdf").toFile())) {
            assertEquals(1, document.getNumberOfPages());
        }
    }

    @Test
    void aTemplateIsFilled() throws IOException {
        write("t.zpl", "^XA\n^FO10,10{qr}\n^FO0,90^FH_^FD{grouped} no {serial}^FS\n^XZ");
        print("zpl", "--template=" + temp.resolve("t.zpl"), "--dpi=203");

        String zpl = Files.readString(job.out().resolve("labels.zpl"));
        assertTrue(zpl.contains("^FO10,10^BQN,2,4^FH_^FDMA," + job.urls().get(2) + "^FS"), zpl);
        assertTrue(zpl.contains("^FD" + job.code(2).grouped() + " no 2^FS"), zpl);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'labelMm':[50,20],'columns':5}              | labels must fit the page's width: 250.0, 210.0",
                "{'labelMm':[50,20],'rows':15}                | labels must fit the page's height: 300.0, 297.0",
                "{'labelMm':[50]}                             | labelMm must be two numbers",
                "{'columns':2}                                | labelMm must be two numbers",
                "{'labelMm':[50,20],'colour':1}               | must have only the fields",
                "{'labelMm':[50,20],'texts':[{'text':'夏日😀'}]} | texts must be in ASCII and GB 2312",
                "{'labelMm':[50,20],'logo':{'file':'none'}}   | logo must name a file",
                "{'labelMm':[50,20],'columns':'two'}          | columns must be a whole number",
                "{'labelMm':[50,20],'kind':'BOX'}             | kind must be SHEET or ROLL",
                "{'labelMm':[50,20]                           | must be JSON",
                "{'labelMm':[50,20],'textMm':20}              | text must leave room",
                "{'labelMm':[50,20],'columns':1.5}            | columns must be a whole number",
                "{'labelMm':[50,20],'marginMm':[0,-1]}        | margins must not be negative: 0.0, -1.0",
                "{'labelMm':[50,20],'cropMarks':'yes'}        | cropMarks must be true or false",
                "{'labelMm':[50,20],'logo':'logo.png'}        | the logo must have only the fields",
                "{'labelMm':[50,20],'logo':{'file':'logo.png','widthMm':-1}} | logo must be larger than nothing",
                "{'labelMm':[50,20],'texts':'x'}              | texts must be a list",
                "{'labelMm':[50,20],'texts':[{'text':'x','x':1}]}           | a text must have only the fields",
                "{'labelMm':[50,20],'texts':[{'text':'x','align':'RIGHT'}]} | align must be CENTER or LEFT: RIGHT",
                "{'labelMm':[50,20],'texts':[{'text':'x','sizePt':-6}]}     | sizePt must be larger than nothing",
                "{'labelMm':[50,20],'texts':[{'text':'x','xMm':51}]}        | texts must be on the label",
                "{'labelMm':[50,20]} {}                       | must be JSON",
            })
    void aLayoutThatDoesNotWorkIsOneLine(String json, String said) throws IOException {
        write("bad.json", json.replace('\'', '"'));

        job.print(temp.resolve("minted"), "--format=pdf", "--layout=" + temp.resolve("bad.json"))
                .failed(1, "bad.json", said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'labelMm':[50,20],'texts':[{'text':'{grouped}','sizePt':14}]} | texts must fit the label's width",
                "{'labelMm':[3,3],'texts':[]}                                   | must have room for modules of 0.1 mm",
            })
    void aLabelThatIsTooSmallIsNotPrinted(String json, String said) throws IOException {
        write("small.json", json.replace('\'', '"'));

        job.print(temp.resolve("minted"), "--format=pdf", "--layout=" + temp.resolve("small.json"))
                .failed(1, said);
        assertFalse(Files.exists(job.out()));
    }

    @ParameterizedTest
    @CsvSource({"--separator=x, separator", "--url-case=camel, url-case", "--quiet-zone=21, quiet-zone"})
    void wrongOptionsAreWrongUsage(String option, String said) {
        job.print(temp.resolve("minted"), "--format=csv", option).failed(2, said);
    }

    @Test
    void modulesThatPhonesCannotReadAreWarnedOf() {
        job.print(temp.resolve("minted"), "--format=tiff", "--dpi=1200", "--module-mm=0.2");

        assertTrue(job.stderr().contains("modules should be at least 0.25 mm wide"), job.stderr());
    }

    @Test
    void chineseIsPrintedInAFontThatTheFileBringsAlong() throws Exception {
        job.describe("CASE_OUTER", "夏日，可乐 0.5升");
        write(
                "c.json",
                "{'labelMm':[60,40],'texts':[{'text':'箱码 {kind}'},{'text':'{label}','baselineMm':4}]}"
                        .replace('\'', '"'));
        print("pdf", "--layout=" + temp.resolve("c.json"));

        Path pdf = job.out().resolve("sheets-0001.pdf");
        String text = run("pdftotext", "-layout", pdf.toString(), "-");
        assertTrue(text.contains("箱码 CASE_OUTER") && text.contains("夏日，可乐 0.5升"), text);
        String fonts = run("pdffonts", pdf.toString());
        assertTrue(fonts.matches("(?s).*[A-Z]{6}\\+DroidSansFallback +CID TrueType +Identity-H +yes yes yes.*"), fonts);
        assertTrue(Files.size(pdf) < 60_000, "only what is used is in it: " + Files.size(pdf));
        job.clear();
        job.print(temp.resolve("minted"), "--format=zpl", "--layout=" + temp.resolve("c.json"))
                .failed(1, "must be in ASCII to be printed by a label printer");
    }

    @Test
    void aPacksLabelIsNotTakenForAnItems() throws Exception {
        for (String kind : List.of("ITEM_INNER", "CASE_INNER", "PALLET")) {
            job.describe(kind, "");
            print("pdf");
            try (PDDocument document =
                    Loader.loadPDF(job.out().resolve("sheets-0001.pdf").toFile())) {
                String content = new String(document.getPage(0).getContents().readAllBytes(), US_ASCII);
                assertEquals(!kind.startsWith("ITEM"), content.contains(" re S"), kind);
                assertEquals(!kind.startsWith("ITEM"), content.contains("(" + kind + ")"), kind);
            }
            job.clear();
            print("zpl");
            String zpl = Files.readString(job.out().resolve("labels.zpl"));
            assertEquals(
                    !kind.startsWith("ITEM"),
                    zpl.contains("^GB") && zpl.contains("^FD" + kind.replace("_", "_5F")),
                    zpl);
            job.clear();
        }
    }

    @Test
    void aTableTellsKindAndLabel() throws IOException {
        job.describe("CASE_OUTER", "夏日, 1");
        print("csv", "--columns=serial,kind,label,lot");

        assertEquals(
                "8,CASE_OUTER,\"夏日, 1\",0C1S",
                Files.readAllLines(job.out().resolve("codes.csv")).get(9));
        job.clear();
        job.print(temp.resolve("minted/codes.csv"), "--format=csv", "--columns=label")
                .failed(1, "whose manifest tells kind and label");
    }

    @Test
    void nothingIsLeftWhenAZipFails() throws IOException {
        try (StagedFolder folder = StagedFolder.open(temp.resolve("z"))) {
            LabelOutput.zip(folder).create("a").write(1);
        }
        assertFalse(Files.exists(temp.resolve("z")));
    }

    private void print(String format, String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "--format=" + format;
        System.arraycopy(options, 0, all, 1, options.length);
        job.print(temp.resolve("minted"), all).succeeded();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(temp.resolve(name), content);
    }

    private String zbar(Path image) throws IOException, InterruptedException {
        return run("zbarimg", "-q", "--raw", image.toString()).strip();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path out = temp.resolve("tool.out");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String told = Files.readString(out);
        assertEquals(0, process.exitValue(), told);
        return told;
    }
}
