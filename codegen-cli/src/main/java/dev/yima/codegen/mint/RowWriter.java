package dev.yima.codegen.mint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codec.Code;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the rows of a lot as bytes, a batch at a time into one buffer, so that memory does not grow with the lot. */
final class RowWriter {
    /** Rows of a batch. */
    static final int BATCH = 4_096;

    private static final byte[] HEADER = "serial,code,url\n".getBytes(US_ASCII);
    private static final int SERIAL_DIGITS_MAX = 8;
    private static final int SEPARATORS = 3;

    private final LotCodec lot;
    private final OutputStream out;
    private final byte[] urlStart;
    private final byte[] codes = new byte[BATCH * Code.SYMBOLS];
    private final byte[] rows;
    private int length;

    /** Rows of {@code lot} under {@code urlBase}, to {@code out}. */
    RowWriter(LotCodec lot, String urlBase, OutputStream out) {
        this.lot = lot;
        this.out = out;
        String url = CodeUrl.shortForm(urlBase, lot.code(0));
        this.urlStart = url.substring(0, url.length() - Code.SYMBOLS).getBytes(US_ASCII);
        this.rows = new byte[BATCH * (SERIAL_DIGITS_MAX + SEPARATORS + 2 * Code.SYMBOLS + urlStart.length)];
    }

    void writeHeader() throws IOException {
        out.write(HEADER);
    }

    /** Writes the rows of {@code count} serials from {@code firstSerial}, at most {@link #BATCH}. */
    void writeRows(int firstSerial, int count) throws IOException {
        lot.writeCodes(firstSerial, count, codes);
        length = 0;
        for (int i = 0; i < count; i++) {
            appendSerial(firstSerial + i);
            rows[length++] = ',';
            append(codes, i * Code.SYMBOLS, Code.SYMBOLS);
            rows[length++] = ',';
            append(urlStart, 0, urlStart.length);
            append(codes, i * Code.SYMBOLS, Code.SYMBOLS);
            rows[length++] = '\n';
        }
        out.write(rows, 0, length);
    }

    private void append(byte[] bytes, int offset, int count) {
        System.arraycopy(bytes, offset, rows, length, count);
        length += count;
    }

    private void appendSerial(int serial) {
        int digits = 1;
        for (int rest = serial / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = serial;
        for (int i = length + digits - 1; i >= length; i--) {
            rows[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
