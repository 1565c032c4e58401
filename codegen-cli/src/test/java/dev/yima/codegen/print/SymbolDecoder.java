package dev.yima.codegen.print;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.HybridBinarizer;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/** Reads symbols out of pictures as a camera's software would: one that did not draw them. */
final class SymbolDecoder {
    private static final Map<DecodeHintType, Object> HINTS =
            Map.of(DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE), DecodeHintType.TRY_HARDER, true);

    private SymbolDecoder() {}

    /** The text of the one symbol in a picture. */
    static String text(BufferedImage image) {
        return result(image).getText();
    }

    /** The error correction level that the symbol in a picture was drawn with. */
    static String level(BufferedImage image) {
        return String.valueOf(result(image).getResultMetadata().get(ResultMetadataType.ERROR_CORRECTION_LEVEL));
    }

    private static Result result(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        try {
            return new MultiFormatReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
                            HINTS);
        } catch (NotFoundException e) {
            throw new AssertionError("no symbol can be read in a picture of " + width + " x " + height, e);
        }
    }
}
