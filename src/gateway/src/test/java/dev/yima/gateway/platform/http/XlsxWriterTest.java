package dev.yima.gateway.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxWriterTest {
    private static final int PAGE = 2_000;
    private static final int PAGES = 525;

    /** A sheet of Excel ends at 1,048,576 rows; 1,050,000 and their headers need two. */
    @Test
    void whatASheetCannotHoldGoesIntoTheNextAndNothingStaysInMemory() throws IOException {
        XlsxWriter sheets = new XlsxWriter(List.of("number"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int largest = 0;
        for (int page = 0; page < PAGES; page++) {
            byte[] part = sheets.add(Collections.nCopies(PAGE, List.of(page)));
            largest = Math.max(largest, part.length);
            file.writeBytes(part);
        }
        file.writeBytes(sheets.end());

        assertTrue(largest < file.size() / 10, largest + " of " + file.size());
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file.toByteArray()))) {
            List<Long> rows = book.getSheets().map(XlsxWriterTest::rows).toList();
            assertEquals(List.of(1_048_576L, (long) PAGE * PAGES + 2 - 1_048_576), rows);
        }
    }

    /** A table of shared texts is held whole until the workbook ends. */
    @Test
    void textsLeaveWithTheirRows(@TempDir Path folder) throws IOException {
        XlsxWriter sheets = new XlsxWriter(List.of("reference"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int page = 0; page < 5; page++) {
            int first = page * PAGE;
            file.writeBytes(sheets.add(IntStream.range(first, first + PAGE)
                    .mapToObj(row -> List.<Object>of("<" + row + ">"))
                    .toList()));
        }
        file.writeBytes(sheets.end());

        try (ZipFile parts = new ZipFile(
                Files.write(folder.resolve("book.xlsx"), file.toByteArray()).toFile())) {
            byte[] shared =
                    parts.getInputStream(parts.getEntry("xl/sharedStrings.xml")).readAllBytes();
            assertFalse(new String(shared, UTF_8).contains("<si>"), "texts that are held until the end");
        }
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file.toByteArray()))) {
            List<Row> rows = book.getFirstSheet().read();
            assertEquals("reference", rows.get(0).getCellText(0));
            assertEquals("<9999>", rows.get(5 * PAGE).getCellText(0));
        }
    }

    private static long rows(Sheet sheet) {
        try (var rows = sheet.openStream()) {
            return rows.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
