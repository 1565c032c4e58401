package dev.yima.codegen.print.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codegen.qr.QrSymbol;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A symbol as a PNG (ISO/IEC 15948) of one bit a pixel, which says how large it is to be printed. */
public final class PngImage {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final double METRES_PER_INCH = 0.0254;
    private static final byte WHITE = (byte) 0xFF;
    private static final int TOP_BIT = 0x80;

    private PngImage() {}

    /** Draws the symbol with its quiet zone. */
    public static byte[] of(QrSymbol symbol, int quietZone, int dotsPerModule, int dpi) {
        int sidePixels = (symbol.modules() + 2 * quietZone) * dotsPerModule;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream png = new DataOutputStream(bytes)) {
            png.write(SIGNATURE);
            chunk(png, "IHDR", header(sidePixels));
            chunk(png, "pHYs", density(dpi));
            chunk(png, "IDAT", pixels(symbol, quietZone, dotsPerModule, sidePixels));
            chunk(png, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(int sidePixels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeInt(sidePixels);
        header.writeInt(sidePixels);
        // One bit of gray; the only compression, filter and no interlacing.
        header.write(new byte[] {1, 0, 0, 0, 0});
        return bytes.toByteArray();
    }

    private static byte[] density(int dpi) throws IOException {
        int pixelsPerMetre = (int) Math.round(dpi / METRES_PER_INCH);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream density = new DataOutputStream(bytes);
        density.writeInt(pixelsPerMetre);
        density.writeInt(pixelsPerMetre);
        density.write(1);
        return bytes.toByteArray();
    }

    private static byte[] pixels(QrSymbol symbol, int quietZone, int dotsPerModule, int sidePixels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] line = new byte[1 + (sidePixels + Byte.SIZE - 1) / Byte.SIZE];
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            for (int row = -quietZone; row < symbol.modules() + quietZone; row++) {
                fill(line, symbol, quietZone, row, dotsPerModule);
                for (int dot = 0; dot < dotsPerModule; dot++) {
                    out.write(line);
                }
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Fills one line of pixels; its first byte says that it is not filtered. */
    static void fill(byte[] line, QrSymbol symbol, int quietZone, int row, int dotsPerModule) {
        Arrays.fill(line, 1, line.length, WHITE);
        if (row < 0 || row >= symbol.modules()) {
            return;
        }
        for (int column = 0; column < symbol.modules(); column++) {
            if (symbol.isDark(column, row)) {
                int first = (column + quietZone) * dotsPerModule;
                for (int pixel = first; pixel < first + dotsPerModule; pixel++) {
                    line[1 + pixel / Byte.SIZE] &= (byte) ~(TOP_BIT >>> pixel % Byte.SIZE);
                }
            }
        }
    }

    private static void chunk(DataOutputStream png, String type, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        byte[] name = type.getBytes(US_ASCII);
        crc.update(name);
        crc.update(data);
        png.writeInt(data.length);
        png.write(name);
        png.write(data);
        png.writeInt((int) crc.getValue());
    }
}
