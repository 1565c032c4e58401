package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of sheets that are not as a scanner likes them. */
class SheetTest {
    private static final int SIZE = 65;
    private static final int DPI = 300;

    /** HELLO, the first of two symbols of one text; the lowest bit of a row is its leftmost module. */
    private static final int[] FIRST_OF_TWO = {
        0x1FD47F, 0x105041, 0x17455D, 0x17505D, 0x175A5D, 0x104E41, 0x1FD57F,
        0x000500, 0x0475F7, 0x0B2EA0, 0x1CCFE3, 0x10BD36, 0x17CA69, 0x08C500,
        0x14977F, 0x06C741, 0x15D55D, 0x08AA5D, 0x14E95D, 0x10BD41, 0x17EF7F
    };

    private final StandInServer server = new StandInServer();
    private final LotCodec lot = StandInServer.codec("0C1S", SIZE);

    @TempDir
    private Path temp = Path.of("");

    @BeforeEach
    void mint() {
        run("mint", "--kind=ITEM_INNER", "--size=" + SIZE, "--out=" + temp.resolve("m"))
                .succeeded();
        run("print", temp + "/m", "--format=png", "--out=" + temp.resolve("p")).succeeded();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSheetIsReadHoweverItLies() throws IOException {
        run("print", temp + "/m", "--format=pdf", "--out=" + temp.resolve("pdf"))
                .succeeded();
        BufferedImage sheet;
        try (PDDocument pdf = Loader.loadPDF(temp.resolve("pdf/sheets-0001.pdf").toFile())) {
            sheet = new PDFRenderer(pdf).renderImageWithDPI(0, DPI);
        }
        for (int degrees : List.of(45, 100).subList(0, Proof.size(1, 2))) {
            Path photo = temp.resolve(degrees + ".png");
            ImageIO.write(turned(sheet, degrees), "png", photo.toFile());

            JsonNode report = report("check", photo.toString(), "--expect=" + temp + "/m/codes.csv");

            assertEquals(SIZE, report.path("read").asInt(), degrees + " degrees");
            assertEquals(0, report.path("duplicate").size());
        }
    }

    @Test
    void everyPageOfAPictureIsRead() throws IOException {
        Path pages = temp.resolve("pages.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(pages.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int serial = 0; serial < 3; serial++) {
                writer.writeToSequence(new IIOImage(png(serial), null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }

        assertEquals(3, report("check", pages.toString()).path("read").asInt());
    }

    @Test
    void aPictureThatSaysItIsTooLargeIsNotUnpacked() throws IOException {
        Path bomb = temp.resolve("bomb.png");
        Files.write(bomb, pngHeader(1 << 15, 1 << 15));

        run("check", bomb.toString()).failed(1, "bomb.png, page 1: must have at most 200000000 pixels");
    }

    @Test
    void aFolderIsReadWithWhatIsInIt() throws IOException {
        JsonNode report =
                report("check", temp + "/p", "--pages=1", "--expect=" + temp + "/m/codes.csv", "--serials=0-999");

        assertEquals(SIZE, report.path("pages").asInt());
        assertEquals(SIZE, report.path("read").asInt());
        CommandRun others = run("check", temp + "/p", "--expect=" + temp + "/m/codes.csv", "--serials=0-9");
        assertEquals(1, others.exitCode(), others.toString());
        assertTrue(others.err().contains((SIZE - 10) + " codes are not as they should be"), others.err());
        run("check", temp + "/m").failed(1, "must hold pictures or PDFs");
        run("check", temp + "/p", "--serials=1-2").failed(2, "does nothing without --expect: --serials");
    }

    @Test
    void aPictureThatIsCutOffIsOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(pngPath(0));
        Path cut = temp.resolve("cut.png");
        for (int length : new int[] {0, 8, 20, 40, whole.length / 2}) {
            Files.write(cut, Arrays.copyOf(whole, length));

            CommandRun run = run("check", cut.toString());

            assertEquals(1, run.exitCode(), run.toString());
            assertTrue(run.err().contains("cut.png") || run.err().contains("at least one symbol"), run.err());
            assertFalse(run.err().contains("fault in codegen"), run.err());
        }
    }

    @Test
    void aSymbolOfATextThatGoesOnElsewhereIsForeign() throws IOException {
        BufferedImage sheet = new BufferedImage(1_600, 1_600, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = sheet.createGraphics();
        pen.fillRect(0, 0, 1_600, 1_600);
        pen.drawImage(png(0), 0, 0, null);
        pen.setColor(Color.BLACK);
        for (int row = 0; row < FIRST_OF_TWO.length; row++) {
            for (int column = 0; column < FIRST_OF_TWO.length; column++) {
                if ((FIRST_OF_TWO[row] >> column & 1) != 0) {
                    pen.fillRect(700 + 8 * column, 700 + 8 * row, 8, 8);
                }
            }
        }
        pen.dispose();
        ImageIO.write(sheet, "png", temp.resolve("two.png").toFile());

        CommandRun run = run("check", temp + "/two.png", "-o=json");

        assertEquals(1, run.exitCode(), run.toString());
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertEquals(2, report.path("read").asInt(), run.out());
        assertEquals("HELLO", report.at("/foreign/0/code").asText());
    }

    private static BufferedImage turned(BufferedImage image, int degrees) {
        int side = (int) Math.hypot(image.getWidth(), image.getHeight());
        BufferedImage turned = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = turned.createGraphics();
        pen.fillRect(0, 0, side, side);
        pen.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
        pen.drawImage(image, (side - image.getWidth()) / 2, (side - image.getHeight()) / 2, null);
        pen.dispose();
        return turned;
    }

    /** A picture of a width and a height, with next to nothing in it. */
    private static byte[] pngHeader(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x8950_4E47_0D0A_1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {1, 0, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (DeflaterOutputStream packed = new DeflaterOutputStream(rows)) {
            packed.write(0);
        }
        chunk(out, "IDAT", rows.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        CRC32 check = new CRC32();
        check.update(type.getBytes(US_ASCII));
        check.update(content);
        out.writeInt(content.length);
        out.writeBytes(type);
        out.write(content);
        out.writeInt((int) check.getValue());
    }

    private JsonNode report(String... arguments) throws IOException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "-o=json";
        return new ObjectMapper().readTree(run(all).succeeded());
    }

    private BufferedImage png(int serial) throws IOException {
        return ImageIO.read(pngPath(serial).toFile());
    }

    private Path pngPath(int serial) {
        return temp.resolve(
                "p/00000/%08d-%s.png".formatted(serial, lot.code(serial).text()));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }
}
