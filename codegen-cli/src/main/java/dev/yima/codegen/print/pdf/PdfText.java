package dev.yima.codegen.print.pdf;

import java.util.Arrays;

/** Builds a content stream as plain bytes; numbers as short as PDF allows. */
final class PdfText {
    private static final int DECIMALS = 1_000;
    private static final int ROOM_MIN = 32;

    private byte[] bytes = new byte[4_096];
    private int length;

    PdfText text(String ascii) {
        makeRoom(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    PdfText raw(byte[] content) {
        makeRoom(content.length);
        System.arraycopy(content, 0, bytes, length, content.length);
        length += content.length;
        return this;
    }

    /** A number and a space, with at most three decimals. */
    PdfText number(double value) {
        makeRoom(ROOM_MIN);
        long thousandths = Math.round(Math.abs(value) * DECIMALS);
        if (value < 0 && thousandths != 0) {
            bytes[length++] = '-';
        }
        integer(thousandths / DECIMALS);
        int rest = (int) (thousandths % DECIMALS);
        if (rest != 0) {
            bytes[length++] = '.';
            for (int unit = DECIMALS / 10; rest != 0; unit /= 10) {
                bytes[length++] = (byte) ('0' + rest / unit);
                rest %= unit;
            }
        }
        bytes[length++] = ' ';
        return this;
    }

    /** A whole number that is not negative, and a space. */
    PdfText number(int value) {
        makeRoom(ROOM_MIN);
        integer(value);
        bytes[length++] = ' ';
        return this;
    }

    /** A text in parentheses, as PDF writes them. */
    PdfText string(String ascii) {
        return text("(" + ascii.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")");
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
    }

    private void integer(long value) {
        if (value >= 10) {
            integer(value / 10);
        }
        bytes[length++] = (byte) ('0' + (int) (value % 10));
    }

    private void makeRoom(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + count));
        }
    }
}
