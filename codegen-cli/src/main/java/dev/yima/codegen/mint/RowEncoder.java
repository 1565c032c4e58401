package dev.yima.codegen.mint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codec.Code;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.codegen.table.CodeRows;
import java.util.Arrays;

/**
 * The rows of one copy of a lot as bytes, {@code serial,code,url}. Codes that stand in other copies alone are left out.
 * Safe for use by many threads.
 */
final class RowEncoder {
    private static final byte[] HEADER = "serial,code,url\n".getBytes(US_ASCII);
    private static final byte MARK = CodeRows.MARK;
    private static final int SERIAL_DIGITS_MAX = 8;
    private static final int SEPARATORS = 3;

    private final LotCodec lot;
    private final byte[] urlStart;
    private final int[] skipped;

    /**
     * Rows of {@code lot} under {@code urlBase}.
     *
     * @param skipped serials to leave out, in their order
     */
    RowEncoder(LotCodec lot, String urlBase, int[] skipped) {
        this.lot = lot;
        this.skipped = skipped.clone();
        String url = CodeUrl.shortForm(urlBase, lot.code(0));
        this.urlStart = url.substring(0, url.length() - Code.SYMBOLS).getBytes(US_ASCII);
    }

    byte[] header() {
        return HEADER.clone();
    }

    /** Bytes of the longest row. */
    int bytesMax() {
        return SERIAL_DIGITS_MAX + SEPARATORS + 2 * Code.SYMBOLS + urlStart.length;
    }

    /**
     * Makes the rows of consecutive serials.
     *
     * @param codes room for {@code count} codes
     * @param rows room for {@code count} rows
     * @return how many bytes of {@code rows} were filled
     */
    int make(int firstSerial, int count, byte[] codes, byte[] rows) {
        lot.writeCodes(firstSerial, count, codes);
        int length = 0;
        int skip = indexOf(firstSerial);
        for (int i = 0; i < count; i++) {
            if (skip < skipped.length && skipped[skip] == firstSerial + i) {
                skip++;
                continue;
            }
            length = row(rows, length, firstSerial + i, codes, i * Code.SYMBOLS);
        }
        return length;
    }

    /** A row that is marked: the code stands in this copy alone, and is not to be printed on goods. */
    byte[] marked(int serial) {
        byte[] rows = new byte[1 + bytesMax()];
        byte[] codes = new byte[Code.SYMBOLS];
        lot.writeCodes(serial, 1, codes);
        rows[0] = MARK;
        return Arrays.copyOf(rows, row(rows, 1, serial, codes, 0));
    }

    /** The number of rows of the serials from {@code first} to before {@code end}. */
    int count(int first, int end) {
        return end - first - (indexOf(end) - indexOf(first));
    }

    /** The place of the first serial to leave out that is not below a serial. */
    private int indexOf(int serial) {
        int place = Arrays.binarySearch(skipped, serial);
        return place < 0 ? -place - 1 : place;
    }

    private int row(byte[] rows, int start, int serial, byte[] codes, int code) {
        int length = appendSerial(rows, start, serial);
        rows[length++] = ',';
        System.arraycopy(codes, code, rows, length, Code.SYMBOLS);
        length += Code.SYMBOLS;
        rows[length++] = ',';
        System.arraycopy(urlStart, 0, rows, length, urlStart.length);
        length += urlStart.length;
        System.arraycopy(codes, code, rows, length, Code.SYMBOLS);
        length += Code.SYMBOLS;
        rows[length++] = '\n';
        return length;
    }

    private static int appendSerial(byte[] rows, int start, int serial) {
        int digits = 1;
        for (int rest = serial / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = serial;
        for (int i = start + digits - 1; i >= start; i--) {
            rows[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return start + digits;
    }
}
