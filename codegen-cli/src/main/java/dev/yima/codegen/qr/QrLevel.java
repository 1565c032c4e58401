package dev.yima.codegen.qr;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;

/** The error correction level: the share of a symbol that may be lost (ISO/IEC 18004). */
public enum QrLevel {
    /** About 7 %. */
    L(ErrorCorrectionLevel.L),
    /** About 15 %. */
    M(ErrorCorrectionLevel.M),
    /** About 25 %. */
    Q(ErrorCorrectionLevel.Q),
    /** About 30 %. */
    H(ErrorCorrectionLevel.H);

    private final ErrorCorrectionLevel level;

    QrLevel(ErrorCorrectionLevel level) {
        this.level = level;
    }

    ErrorCorrectionLevel level() {
        return level;
    }
}
