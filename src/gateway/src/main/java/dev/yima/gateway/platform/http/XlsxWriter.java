package dev.yima.gateway.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * Streaming writer of a workbook: rows leave the memory as soon as they are added. Texts stand in their cells, since a
 * table of shared ones would be kept until the end.
 */
final class XlsxWriter {
    /** The most rows of a sheet, the header included (ECMA-376, as Excel reads it). */
    private static final int ROWS_MAX = 1_048_576;

    private final List<String> columns;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Workbook book = new Workbook(out, "Yima", "1.0");
    private Worksheet sheet;
    private int sheets;
    private int next;

    XlsxWriter(List<String> columns) {
        this.columns = columns;
        this.sheet = begin();
    }

    /** Adds rows, and returns the bytes of the workbook that are finished by then. */
    byte[] add(List<List<Object>> rows) {
        try {
            for (List<Object> row : rows) {
                if (next == ROWS_MAX) {
                    sheet.finish();
                    sheet = begin();
                }
                write(row);
            }
            sheet.flush();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** Ends the workbook, and returns the rest of its bytes. */
    byte[] end() {
        try {
            book.finish();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private Worksheet begin() {
        Worksheet fresh = book.newWorksheet("Sheet " + ++sheets);
        for (int column = 0; column < columns.size(); column++) {
            fresh.inlineString(0, column, columns.get(column));
        }
        next = 1;
        return fresh;
    }

    private void write(List<Object> row) {
        for (int column = 0; column < row.size(); column++) {
            if (row.get(column) instanceof Number number) {
                sheet.value(next, column, number);
            } else {
                sheet.inlineString(next, column, row.get(column).toString());
            }
        }
        next++;
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
