package dev.yima.gateway.platform.http;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** QR codes as SVG, for screens and single sheets. Codes for goods are printed by the codegen CLI. */
public final class QrSvg {
    private static final int QUIET_ZONE = 4;

    private QrSvg() {}

    /**
     * The QR code of a text, at level M with its quiet zone.
     *
     * @throws IllegalArgumentException when the text is longer than a QR code holds
     */
    public static String of(String text) {
        ByteMatrix modules;
        try {
            modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("must fit into a QR code: " + text.length() + " characters", e);
        }
        int side = modules.getWidth() + 2 * QUIET_ZONE;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) == 1) {
                    path.append('M')
                            .append(x + QUIET_ZONE)
                            .append(' ')
                            .append(y + QUIET_ZONE)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side + "\"><path d=\"" + path
                + "\"/></svg>";
    }
}
