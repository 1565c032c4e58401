package dev.yima.codegen.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codegen.print.label.LabelLayout;
import dev.yima.codegen.qr.QrLevel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever was printed is what a camera reads. */
class ReadBackTest {
    private static final int DPI = 300;
    private static final String BASE = "https://q.example.com";
    private static final int TWO_SHEETS = LabelLayout.DEFAULT.perPage() + 3;

    @TempDir
    private Path temp = Path.of("");

    @Test
    void everyLabelOfASheetReadsBack() throws IOException {
        PrintFixture job = new PrintFixture(temp, TWO_SHEETS, BASE);
        job.print(job.writeFolder(), "--format", "pdf").succeeded();

        assertEquals(job.urls(), labelsOf(job));
    }

    @ParameterizedTest
    @CsvSource({"https://a.cn, L", "https://q.example.com, H", "https://promotion.a-long-brand-name.example.com:8443, Q"
    })
    void sheetsReadBackInEveryVersionAndLevel(String base, String level) throws IOException {
        PrintFixture job = new PrintFixture(temp, 7, base);
        job.print(job.writeFolder(), "--format", "pdf", "--level", level).succeeded();

        assertEquals(job.urls(), labelsOf(job));
    }

    @Test
    void aWholeRenderedSheetReadsBackWithAnotherReader() throws IOException, InterruptedException {
        Assumptions.assumeTrue(isOnPath("zbarimg"), "zbarimg is not installed");
        PrintFixture job = new PrintFixture(temp, LabelLayout.DEFAULT.perPage(), BASE);
        job.print(job.writeFolder(), "--format", "pdf").succeeded();
        File sheet = temp.resolve("sheet.png").toFile();
        ImageIO.write(sheets(job).get(0), "png", sheet);

        Set<String> read = zbarimg(sheet);

        assertTrue(new HashSet<>(job.urls()).containsAll(read), "nothing else is read");
        assertTrue(read.size() >= LabelLayout.DEFAULT.perPage() * 9 / 10, "read " + read.size());
    }

    @Test
    void theCodeStandsUnderItsSymbolInLetters() throws IOException {
        PrintFixture job = new PrintFixture(temp, 3, BASE);
        job.print(job.writeFolder(), "--format", "pdf").succeeded();

        try (PDDocument document = Loader.loadPDF(job.files().get(0).toFile())) {
            String text = new PDFTextStripper().getText(document);
            for (int serial = 0; serial < 3; serial++) {
                assertTrue(text.contains(job.code(serial).grouped()), text);
            }
            assertEquals(210, document.getPage(0).getMediaBox().getWidth() / 72 * 25.4, 0.01);
            assertEquals(297, document.getPage(0).getMediaBox().getHeight() / 72 * 25.4, 0.01);
        }
    }

    @ParameterizedTest
    @EnumSource(QrLevel.class)
    void everyBitmapReadsBack(QrLevel level) throws IOException {
        PrintFixture job = new PrintFixture(temp, 20, BASE);
        job.print(job.writeFolder(), "--format", "png", "--level", level.name()).succeeded();

        List<String> read = new ArrayList<>();
        for (Path file : job.files()) {
            BufferedImage image = ImageIO.read(file.toFile());
            read.add(SymbolDecoder.text(image));
            assertEquals(level.name(), SymbolDecoder.level(image));
        }
        assertEquals(job.urls(), read);
    }

    @Test
    void bitmapsAreWholePixelsAModule() throws IOException {
        PrintFixture job = new PrintFixture(temp, 1, BASE);
        job.print(job.writeFolder(), "--format", "png", "--dpi", "600", "--module-mm", "0.4")
                .succeeded();

        BufferedImage image = ImageIO.read(job.files().get(0).toFile());
        assertEquals((25 + 8) * 9, image.getWidth());
        assertEquals(job.urls().get(0), SymbolDecoder.text(image));
    }

    @Test
    void everyVectorFileReadsBack() throws IOException {
        PrintFixture job = new PrintFixture(temp, 20, BASE);
        job.print(job.writeFolder(), "--format", "svg").succeeded();

        List<String> read = new ArrayList<>();
        for (Path file : job.files()) {
            read.add(SymbolDecoder.text(drawn(Files.readString(file))));
        }
        assertEquals(job.urls(), read);
    }

    @Test
    void aRowWithoutAUrlPrintsTheBareCode() throws IOException {
        PrintFixture job = new PrintFixture(temp, 1, BASE);
        Path file = job.write("bare.csv", "serial,code,url\n0," + job.code(0).grouped() + ",\n");
        job.print(file, "--format", "png").succeeded();

        assertEquals(
                job.code(0).text(),
                SymbolDecoder.text(ImageIO.read(job.files().get(0).toFile())));
    }

    private List<String> labelsOf(PrintFixture job) throws IOException {
        List<String> read = new ArrayList<>();
        for (BufferedImage sheet : sheets(job)) {
            for (int label = 0;
                    label < LabelLayout.DEFAULT.perPage()
                            && read.size() < job.urls().size();
                    label++) {
                read.add(SymbolDecoder.text(sheet.getSubimage(
                        pixels(LabelLayout.DEFAULT.leftMm(label)),
                        pixels(LabelLayout.DEFAULT.topMm(label)),
                        pixels(LabelLayout.DEFAULT.labelWidth()),
                        pixels(LabelLayout.DEFAULT.labelHeight()))));
            }
        }
        return read;
    }

    private static List<BufferedImage> sheets(PrintFixture job) throws IOException {
        List<BufferedImage> sheets = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(job.files().get(0).toFile())) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int page = 0; page < document.getNumberOfPages(); page++) {
                sheets.add(renderer.renderImageWithDPI(page, DPI, ImageType.GRAY));
            }
        }
        return sheets;
    }

    private static int pixels(double mm) {
        return (int) Math.round(mm / 25.4 * DPI);
    }

    /** Draws the runs that the file names, and nothing that it does not. */
    private static BufferedImage drawn(String svg) {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(svg);
        assertTrue(box.find());
        int scale = 6;
        BufferedImage image = new BufferedImage(
                Integer.parseInt(box.group(1)) * scale,
                Integer.parseInt(box.group(2)) * scale,
                BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.BLACK);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(svg);
        while (run.find()) {
            graphics.fillRect(
                    Integer.parseInt(run.group(1)) * scale,
                    Integer.parseInt(run.group(2)) * scale,
                    Integer.parseInt(run.group(3)) * scale,
                    scale);
        }
        graphics.dispose();
        return image;
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Set<String> zbarimg(File image) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("zbarimg", "-q", "--raw", image.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Set<String> read = new HashSet<>();
        process.inputReader().lines().forEach(read::add);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return read;
    }
}
