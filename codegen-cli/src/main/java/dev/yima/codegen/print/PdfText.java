package dev.yima.codegen.print;

import java.io.ByteArrayOutputStream;

/** Builds a content stream as plain bytes; numbers as short as PDF allows. */
final class PdfText {
    private static final int DECIMALS = 1_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);

    PdfText text(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes.write(ascii.charAt(i));
        }
        return this;
    }

    PdfText raw(byte[] content) {
        bytes.write(content, 0, content.length);
        return this;
    }

    /** A number and a space, with at most three decimals. */
    PdfText number(double value) {
        long thousandths = Math.round(Math.abs(value) * DECIMALS);
        if (value < 0 && thousandths != 0) {
            bytes.write('-');
        }
        integer(thousandths / DECIMALS);
        int rest = (int) (thousandths % DECIMALS);
        if (rest != 0) {
            bytes.write('.');
            for (int unit = DECIMALS / 10; rest != 0; unit /= 10) {
                bytes.write('0' + rest / unit);
                rest %= unit;
            }
        }
        bytes.write(' ');
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    void clear() {
        bytes.reset();
    }

    private void integer(long value) {
        if (value >= 10) {
            integer(value / 10);
        }
        bytes.write('0' + (int) (value % 10));
    }
}
