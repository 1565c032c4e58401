package dev.yima.codegen.print;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and rules of printing are kept, or what asks for them is refused. */
class PrintRulesTest {
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

    /** Seen red: the option was passed over without a word, and something else printed than was asked for. */
    @ParameterizedTest
    @CsvSource({
        "csv, --level=H",
        "csv, --dpi=600",
        "csv, --module-mm=0.3",
        "txt, --quiet-zone=2",
        "txt, --columns=code",
        "pdf, --separator=;",
        "pdf, --quote",
        "pdf, --no-header",
        "zpl, --columns=code",
        "svg, --dpi=600",
        "svg, --layout=roll.json",
        "png, --layout=roll.json",
        "pdf, --template=t.zpl",
        "tiff, --template=t.zpl",
    })
    void anOptionThatDoesNothingIsRefused(String format, String option) {
        job.print(temp.resolve("minted"), "--format=" + format, option)
                .failed(2, "does nothing with --format=" + format, option.replaceFirst("=.*", ""));
    }

    @Test
    void dotsDoNothingToAModuleThatIsKeptToTheLetter() {
        job.print(temp.resolve("minted"), "--format=pdf", "--module-mm=0.4", "--dpi=600")
                .failed(2, "--dpi");
    }

    @Test
    void urlsAreInTheCaseThatIsAskedForInSymbols() throws IOException {
        print("png", "--url-case=lower");

        assertEquals(
                "https://q.example.com/" + job.code(0).text(),
                SymbolDecoder.text(ImageIO.read(job.files().get(0).toFile())));
    }

    @ParameterizedTest
    @CsvSource({"txt, codes.txt", "zpl, labels.zpl", "csv, codes.csv"})
    void urlsAreInTheCaseThatIsAskedForInText(String format, String name) throws IOException {
        print(format, "--url-case=lower");

        String text = Files.readString(job.out().resolve(name));
        assertTrue(text.contains("https://q.example.com/" + job.code(4).text()), text);
        assertFalse(text.contains("HTTPS:"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^XA^FO20,20{qr}^FS^XZ\n^XA^FO20,20{qr}^FS^XZ",
                "^XA^FO20,20{qr}^PQ5,0,1,Y^XZ",
                "^XA^FO20,20{qr}^PQ1,0,2^XZ",
                "^xa^FO20,20{qr}^pq 2^xz",
                "^XA^FO20,20{qr}^P\nQ3^XZ",
                "^XA^FO20,20{qr}^FO90,90{qr}^XZ",
                "^XA^DFR:A.ZPL^FO20,20{qr}^XZ",
                "^XA^CC+^FO20,20{qr}+PQ9^XZ",
                "^XA^FO20,20{qr}^MCN^XZ",
                "^XA^FO20,20^FD夏日^FS{qr}^XZ",
                "^XA^FO20,20^FD{grupped}^FS{qr}^XZ",
                "^XA^FO20,20^XZ",
            })
    void aTemplateOfMoreThanOneLabelIsRefused(String zpl) throws IOException {
        write("t.zpl", zpl);

        job.print(temp.resolve("minted"), "--format=zpl", "--template=" + temp.resolve("t.zpl"))
                .failed(1, "t.zpl: must ");
    }

    @Test
    void aTemplateMaySayThatEachLabelIsPrintedOnce() throws IOException {
        Files.write(temp.resolve("t.zpl"), "\uFEFF^XA^FO20,20{qr}^PQ1,0,1,Y^XZ\r\n".getBytes(UTF_16LE));
        print("zpl", "--template=" + temp.resolve("t.zpl"));
    }

    @Test
    void aLabelUndoesWhatAJobBeforeHasLeftBehind() throws IOException {
        write("t.zpl", "^XA^FO20,20{qr}^XZ");
        for (String[] options : new String[][] {{}, {"--template=" + temp.resolve("t.zpl")}}) {
            print("zpl", options);
            for (String label : Files.readAllLines(job.out().resolve("labels.zpl"))) {
                assertTrue(label.startsWith("^XA^LH0,0^"), label);
                for (String reset : List.of("^LT0", "^LS0", "^PON", "^PMN", "^LRN", "^FWN", "^JMA", "^MUD")) {
                    assertTrue(label.indexOf(reset) > 0 && label.indexOf(reset) < label.indexOf("^FO"), label);
                }
            }
            job.clear();
        }
    }

    @Test
    void aLabelPrinterPrintsTheTextsOfTheLayout() throws IOException {
        write(
                "t.json",
                "{'labelMm':[40,30],'texts':[{'text':'No. {serial}','sizePt':7,'baselineMm':28}]}".replace('\'', '"'));
        print("zpl", "--layout=" + temp.resolve("t.json"));

        String label = Files.readAllLines(job.out().resolve("labels.zpl")).get(3);
        assertTrue(label.contains("^FDNo. 3^FS"), label);
        assertFalse(label.contains(job.code(3).grouped()), label);
        job.clear();
        write("l.json", "{'labelMm':[40,30],'logo':{'file':'logo.png'}}".replace('\'', '"'));
        job.print(temp.resolve("minted"), "--format=zpl", "--layout=" + temp.resolve("l.json"))
                .failed(2, "logo");
    }

    /** Seen red: whole dots made 0.085 mm of the 0.151 mm that fit. */
    @Test
    void aSmallSymbolIsAsLargeAsItsLabelLets() throws IOException {
        write("5.json", "{'kind':'ROLL','labelMm':[5,5],'textMm':0,'texts':[]}".replace('\'', '"'));
        String layout = "--layout=" + temp.resolve("5.json");
        job.print(temp.resolve("minted"), "--format=pdf", layout, "-o=json");
        double moduleMm =
                new ObjectMapper().readTree(job.stdout()).path("moduleMm").asDouble();
        assertEquals(5.0 / 33, moduleMm, 0.001);
        job.clear();
        job.print(temp.resolve("minted"), "--format=pdf", layout, "--dpi=300").failed(1, "0.085 mm");
        job.print(temp.resolve("minted"), "--format=zpl", layout, "--dpi=300").failed(1, "0.085 mm");
        job.print(temp.resolve("minted"), "--format=png", "--module-mm=0.1", "--dpi=300")
                .failed(1, "0.085 mm");
        job.print(temp.resolve("minted"), "--format=tiff", "--module-mm=0.1", "--dpi=72")
                .failed(1, "0.000 mm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'ROLL','labelMm':[50,20],'rows':2}             | rows does nothing on a ROLL",
                "{'kind':'ROLL','labelMm':[50,20],'pageMm':[60,30]}     | pageMm does nothing on a ROLL",
                "{'kind':'ROLL','labelMm':[50,20],'marginMm':[1,2]}     | marginMm must be 0 downwards on a ROLL",
                "{'labelMm':[50,20],'bleedMm':1}                        | bleedMm does nothing without cropMarks",
                "{'labelMm':[50,20],'texts':[{'text':'{seriel}'}]}      | texts must have only places that are known",
            })
    void aLayoutWhosePartsDoNothingIsRefused(String json, String said) throws IOException {
        write("bad.json", json.replace('\'', '"'));

        job.print(temp.resolve("minted"), "--format=pdf", "--layout=" + temp.resolve("bad.json"))
                .failed(1, "bad.json", said);
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
}
