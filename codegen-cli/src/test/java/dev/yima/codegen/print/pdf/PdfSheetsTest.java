package dev.yima.codegen.print.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codegen.folder.StagedFolder;
import dev.yima.codegen.print.PrintFixture;
import dev.yima.codegen.print.label.LabelLayout;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.qr.QrLevel;
import dev.yima.codegen.table.CodeRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfSheetsTest {
    private static final PrintStyle STYLE = new PrintStyle(QrLevel.M, OptionalDouble.empty(), 4, 300, false);

    @TempDir
    private Path temp = Path.of("");

    @Test
    void aBigJobIsSplitIntoFiles() throws IOException {
        assertEquals(List.of(2, 2, 1), pagesOfFiles(4 * LabelLayout.DEFAULT.perPage() + 1));
    }

    @Test
    void aFullFileIsNotFollowedByAnEmptyOne() throws IOException {
        assertEquals(List.of(2, 2), pagesOfFiles(4 * LabelLayout.DEFAULT.perPage()));
    }

    @Test
    void aLabelIsSmall() {
        PrintFixture job = new PrintFixture(temp, 1, "https://q.example.com");
        try (StagedFolder folder = StagedFolder.open(temp.resolve("out"))) {
            PdfSheets sheets = new PdfSheets(LabelOutput.folder(folder), LabelLayout.DEFAULT, STYLE, new ModuleSizes());

            int length = sheets.draw(new CodeRow(0, job.code(0), job.urls().get(0), false)).length;

            assertTrue(length < 2_500, "bytes before compression: " + length);
        }
    }

    private List<Integer> pagesOfFiles(int labels) throws IOException {
        PrintFixture job = new PrintFixture(temp, labels, "https://q.example.com");
        Path out = temp.resolve("printed");
        try (StagedFolder folder = StagedFolder.open(out)) {
            try (PdfSheets sheets =
                    new PdfSheets(LabelOutput.folder(folder), LabelLayout.DEFAULT, STYLE, new ModuleSizes(), 2)) {
                for (int serial = 0; serial < labels; serial++) {
                    CodeRow row = new CodeRow(serial, job.code(serial), "", false);
                    sheets.place(row, new byte[0]);
                }
            }
            folder.commit();
        }
        List<Integer> pages = new ArrayList<>();
        for (Path file : job.files()) {
            try (PDDocument document = Loader.loadPDF(file.toFile())) {
                pages.add(document.getNumberOfPages());
            }
        }
        return pages;
    }
}
