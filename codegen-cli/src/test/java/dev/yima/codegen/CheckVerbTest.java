package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import dev.yima.codec.LotCodec;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheets that are wrong in a way that a reader of codes alone does not see, or hard to read. */
class CheckVerbTest {
    private static final int SIZE = 3;

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

    /** Seen red: only the code was compared, and the lot would have been put on sale. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTPS://Q.EXAMP1E.COM/", "http://q.example.com/", "HTTPS://Q.EXAMPLE.COM:8443/", ""})
    void aGenuineCodeUnderAnotherAddressIsForeign(String before) throws IOException {
        Path sheet = printed(before + lot.code(1).text());

        for (String[] more : new String[][] {{}, {"--expect=" + temp + "/m/codes.csv", "--serials=1"}}) {
            CommandRun run = run("check", concat(more, sheet.toString(), "-o=json"));

            assertEquals(1, run.exitCode(), run.toString());
            JsonNode report = new ObjectMapper().readTree(run.out());
            assertEquals(
                    before + lot.code(1).text(), report.at("/foreign/0/code").asText());
            assertEquals(0, report.path("unread").size(), "it is there, and wrong");
        }
    }

    /** Seen red: the sheets of a lot that was not ordered passed. */
    @Test
    void aGenuineCodeThatIsNotExpectedIsSaid() throws IOException {
        Path sheet = printed("HTTPS://Q.EXAMPLE.COM/" + lot.code(1).text());

        for (String expected : new String[] {
            "serial,code,url\n", "serial,code,url\n1," + lot.code(1).text() + ",\n"
        }) {
            Path file = Files.writeString(temp.resolve("other.csv"), expected);
            CommandRun run = run("check", sheet.toString(), "--expect=" + file, "--serials=2", "-o=json");

            assertEquals(1, run.exitCode(), run.toString());
            assertEquals("codegen: 1 code is not as it should be, of 1 read\n", run.err());
            assertEquals(
                    lot.code(1).grouped(),
                    new ObjectMapper()
                            .readTree(run.out())
                            .at("/unexpected/0/code")
                            .asText());
        }
    }

    @Test
    void schemeAndHostAreWithoutCase() throws IOException {
        Path sheet = printed("https://q.example.com/" + lot.code(1).text());

        run("check", sheet.toString()).succeeded();
        run("check", sheet.toString(), "--expect=" + temp + "/m/codes.csv", "--serials=1")
                .succeeded();
        run("check", sheet.toString(), "--expect-host=q.example.com").succeeded();
        assertEquals(
                1,
                run("check", sheet.toString(), "--expect-host=q.elsewhere.com").exitCode());
    }

    @ParameterizedTest
    @CsvSource({"1, 90", "3, 0", "8, 45", "20, 0", "59, 0", "90, 10"})
    void aSymbolOfAnySizeIsRead(int pixelsAModule, int degrees) throws IOException {
        BufferedImage symbol = symbol(1, Math.max(2, pixelsAModule));
        double scale = pixelsAModule == 1 ? 0.75 : 1;
        int side = (int) (symbol.getWidth() * 1.5);
        BufferedImage photo = paper(side, side, new Color(0xE8E0D0));
        Graphics2D pen = photo.createGraphics();
        pen.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        pen.translate(side / 6.0, side / 6.0);
        pen.scale(scale, scale);
        pen.drawImage(symbol, 0, 0, null);
        pen.dispose();

        assertEquals(1, read(photo).path("read").asInt());
    }

    @Test
    void whiteOnBlackIsRead() throws IOException {
        BufferedImage symbol = symbol(1, 8);
        BufferedImage inverted = paper(symbol.getWidth(), symbol.getHeight(), Color.WHITE);
        for (int y = 0; y < symbol.getHeight(); y++) {
            for (int x = 0; x < symbol.getWidth(); x++) {
                inverted.setRGB(x, y, ~symbol.getRGB(x, y));
            }
        }
        assertEquals(1, read(inverted).path("read").asInt());
    }

    @Test
    void blackOnNothingIsBlackOnWhite() throws IOException {
        BufferedImage symbol = symbol(1, 8);
        BufferedImage clear = new BufferedImage(symbol.getWidth(), symbol.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < symbol.getHeight(); y++) {
            for (int x = 0; x < symbol.getWidth(); x++) {
                clear.setRGB(x, y, (symbol.getRGB(x, y) & 1) == 0 ? 0xFF00_0000 : 0);
            }
        }
        assertEquals(1, read(clear).path("read").asInt());
    }

    @Test
    void ourLargestLabelIsRead() throws IOException {
        Path layout = Files.writeString(
                temp.resolve("pallet.json"),
                "{\"kind\":\"ROLL\",\"labelMm\":[200,210],\"textMm\":8,"
                        + "\"texts\":[{\"text\":\"{grouped}\",\"sizePt\":12}]}");
        run("print", temp + "/m", "--format=pdf", "--module-mm=5", "--layout=" + layout, "--out=" + temp.resolve("p"))
                .succeeded();

        run("check", temp.resolve("p").toString(), "--pages=1").succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0000001866747970686569630000000068656963         | HEIC",
                "0000001C667479706D6966310000000061766966         | AVIF",
                "0000000C6A5020200D0A870A                         | JPEG 2000",
                "384250530001                                     | of Photoshop",
                "252150532D41646F62652D332E30                     | PostScript",
            })
    void aPictureThatIsNotReadIsNamed(String hex, String name) throws IOException {
        Path file = temp.resolve("photo.jpg");
        Files.write(file, HexFormat.of().parseHex(hex));

        run("check", file.toString()).failed(1, "photo.jpg: must be a picture or a PDF, and is " + name + ": give PNG");
    }

    /** As WeChat saves pictures: the symbol of the first code, in a browser's WebP. */
    @Test
    void webPIsRead() throws IOException {
        Path file = temp.resolve("saved.webp");
        try (InputStream in = Objects.requireNonNull(CheckVerbTest.class.getResourceAsStream("/symbol.webp"))) {
            Files.copy(in, file);
        }

        assertTrue(run("check", file.toString()).succeeded().contains("1 symbol read"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/01/1/21/", ".", "%20"})
    void anAddressThatIsNearlyRightIsForeign(String wrong) throws IOException {
        String url = wrong.startsWith("/")
                ? "HTTPS://Q.EXAMPLE.COM" + wrong + "/" + lot.code(1).text()
                : "HTTPS://Q.EXAMPLE.COM/" + lot.code(1).text() + wrong;
        Path sheet = temp.resolve("near.png");
        ImageIO.write(qr(url), "png", sheet.toFile());

        assertEquals(1, run("check", sheet.toString()).exitCode());
    }

    @Test
    void aPdfIsOneWhateverItsName() throws IOException {
        run("print", temp + "/m", "--format=pdf", "--out=" + temp.resolve("p")).succeeded();
        Path named = Files.copy(temp.resolve("p/sheets-0001.pdf"), temp.resolve("scan.dat"));

        assertTrue(run("check", named.toString()).succeeded().contains(SIZE + " symbols read"));
    }

    /** Some kilobytes that unpack to 900 MB, in the picture or in what masks it: the trace of an error was answered. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPictureWithinAPageHasAnEndToo(boolean mask) throws IOException {
        Path file = temp.resolve("bomb.pdf");
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDImageXObject large = picture(document, 30_000);
            PDImageXObject drawn = mask ? picture(document, 1) : large;
            if (mask) {
                drawn.getCOSObject().setItem(COSName.SMASK, large);
            }
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(drawn, 0, 0, 100, 100);
            }
            document.save(file.toFile());
        }

        run("check", file.toString()).failed(1, "bomb.pdf, page 1: must have at most 200000000 pixels in a picture");
    }

    /** A gray picture that says how large it is; what it holds is never unpacked. */
    private static PDImageXObject picture(PDDocument document, int side) throws IOException {
        return new PDImageXObject(
                document, new ByteArrayInputStream(new byte[1]), (COSBase) null, side, side, 8, PDDeviceGray.INSTANCE);
    }

    private JsonNode read(BufferedImage photo) throws IOException {
        Path file = temp.resolve("photo.png");
        ImageIO.write(photo, "png", file.toFile());
        return new ObjectMapper()
                .readTree(run("check", file.toString(), "-o=json").succeeded());
    }

    /** A picture of one symbol that says this. */
    private Path printed(String text) throws IOException {
        Path csv = Files.writeString(
                temp.resolve("wrong.csv"),
                "serial,code,url\n1," + lot.code(1).text() + "," + (text.contains(":") ? text : "") + "\n",
                StandardCharsets.US_ASCII);
        run("print", csv.toString(), "--format=png", "--out=" + temp.resolve("w"))
                .succeeded();
        return temp.resolve("w/00000/00000001-" + lot.code(1).text() + ".png");
    }

    /** A symbol of any text, by a library that makes no labels of ours. */
    private static BufferedImage qr(String text) {
        try {
            BitMatrix matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 300, 300);
            BufferedImage image = paper(300, 300, Color.WHITE);
            for (int y = 0; y < 300; y++) {
                for (int x = 0; x < 300; x++) {
                    image.setRGB(x, y, matrix.get(x, y) ? 0 : 0xFFFFFF);
                }
            }
            return image;
        } catch (WriterException e) {
            throw new AssertionError(e);
        }
    }

    private BufferedImage symbol(int serial, int pixelsAModule) throws IOException {
        Path out = temp.resolve("symbols");
        String moduleMm = Double.toString(pixelsAModule * 25.4 / 254);
        run("print", temp + "/m", "--format=png", "--dpi=254", "--module-mm=" + moduleMm, "--out=" + out);
        return ImageIO.read(
                out.resolve("00000/0000000" + serial + "-" + lot.code(serial).text() + ".png")
                        .toFile());
    }

    private static BufferedImage paper(int width, int height, Color color) {
        BufferedImage paper = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = paper.createGraphics();
        pen.setColor(color);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return paper;
    }

    private static String[] concat(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private CommandRun run(String verb, String[] arguments) {
        return CommandRun.against(server, concat(new String[] {verb}, arguments));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
