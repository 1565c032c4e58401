package dev.yima.codegen.print.image;

import dev.yima.codegen.qr.QrSymbol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A symbol as a TIFF 6.0 of one bit a pixel, uncompressed, black on white: what every RIP reads. */
public final class TiffImage {
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int HEADER_BYTES = 8;
    private static final int ENTRIES = 11;
    private static final int ENTRY_BYTES = 12;

    private TiffImage() {}

    /** Draws the symbol with its quiet zone. */
    public static byte[] of(QrSymbol symbol, int quietZone, int dotsPerModule, int dpi) {
        int side = (symbol.modules() + 2 * quietZone) * dotsPerModule;
        int lineBytes = (side + Byte.SIZE - 1) / Byte.SIZE;
        int directoryBytes = 2 + ENTRIES * ENTRY_BYTES + 4;
        int resolutionAt = HEADER_BYTES + directoryBytes;
        int pixelsAt = resolutionAt + 8;
        ByteBuffer tiff = ByteBuffer.allocate(pixelsAt + lineBytes * side).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER_BYTES);
        tiff.putShort((short) ENTRIES);
        entry(tiff, 256, LONG, side);
        entry(tiff, 257, LONG, side);
        entry(tiff, 258, SHORT, 1);
        entry(tiff, 259, SHORT, 1);
        // A set bit is white.
        entry(tiff, 262, SHORT, 1);
        entry(tiff, 273, LONG, pixelsAt);
        entry(tiff, 278, LONG, side);
        entry(tiff, 279, LONG, lineBytes * side);
        entry(tiff, 282, RATIONAL, resolutionAt);
        entry(tiff, 283, RATIONAL, resolutionAt);
        entry(tiff, 296, SHORT, 2);
        tiff.putInt(0);
        tiff.putInt(dpi).putInt(1);
        byte[] line = new byte[1 + lineBytes];
        for (int row = -quietZone; row < symbol.modules() + quietZone; row++) {
            PngImage.fill(line, symbol, quietZone, row, dotsPerModule);
            for (int dot = 0; dot < dotsPerModule; dot++) {
                tiff.put(line, 1, lineBytes);
            }
        }
        return tiff.array();
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int value) {
        tiff.putShort((short) tag).putShort((short) type).putInt(1).putInt(value);
    }
}
