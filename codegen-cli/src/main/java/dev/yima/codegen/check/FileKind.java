package dev.yima.codegen.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kind of a file by its first bytes, whatever its name says. */
final class FileKind {
    private static final int HEAD_BYTES = 512;
    private static final int PDF_BEGINS_WITHIN = 64;

    /** Endings of files that people take for pictures, read here or not. */
    private static final Set<String> ENDINGS = Set.of(
            "png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "pdf", "heic", "heif", "avif", "webp", "jp2", "j2k",
            "jxl", "psd", "eps", "ai", "svg");

    private final String head;

    private FileKind(String head) {
        this.head = head;
    }

    static FileKind of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new FileKind(new String(in.readNBytes(HEAD_BYTES), ISO_8859_1));
        }
    }

    /** Whether a file of a folder is one to look into. */
    static boolean isNamedAsPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    boolean isPdf() {
        int begin = head.indexOf("%PDF-");
        return begin >= 0 && begin < PDF_BEGINS_WITHIN;
    }

    /** The name of a kind of picture that is not read here; empty for one that nobody knows. */
    Optional<String> unread() {
        if (head.startsWith("ftyp", 4)) {
            return Optional.of(
                    head.contains("avif")
                            ? "AVIF"
                            : head.matches("(?s).{8,60}(hei[cxms]|hev[cx]|mif1|msf1).*") ? "HEIC" : "a video");
        }
        if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return Optional.of("WebP");
        }
        if (head.startsWith("jP  ", 4) || head.startsWith("\u00FF\u004F\u00FF\u0051")) {
            return Optional.of("JPEG 2000");
        }
        if (head.startsWith("JXL ", 4) || head.startsWith("\u00FF\n")) {
            return Optional.of("JPEG XL");
        }
        if (head.startsWith("8BPS")) {
            return Optional.of("of Photoshop");
        }
        if (head.startsWith("%!PS") || head.startsWith("\u00C5\u00D0\u00D3\u00C6")) {
            return Optional.of("PostScript");
        }
        return head.contains("<svg") ? Optional.of("SVG") : Optional.empty();
    }
}
