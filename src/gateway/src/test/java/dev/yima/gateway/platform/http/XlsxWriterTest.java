package dev.yima.gateway.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;

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

    private static long rows(Sheet sheet) {
        try (var rows = sheet.openStream()) {
            return rows.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
