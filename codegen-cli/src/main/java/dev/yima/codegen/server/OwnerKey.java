package dev.yima.codegen.server;

import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.SafeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The key that a brand's staff show to the server. Its text goes into one header and nowhere else. */
final class OwnerKey {
    /** Characters of the longest key. */
    static final int LENGTH_MAX = 512;

    /** In UTF-16, with a mark and a line end. */
    private static final int FILE_BYTES_MAX = 2 * LENGTH_MAX + 8;

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1," + LENGTH_MAX + "}");

    private final String source;
    private final String secret;

    private OwnerKey(String source, String secret) {
        this.source = source;
        this.secret = secret;
    }

    /** Takes a key from the command line or the environment; {@code source} names where it stood. */
    static OwnerKey of(String source, String text) {
        String secret = SafeText.stripped(text);
        if (!FORM.matcher(secret).matches()) {
            throw CommandFailed.usage("must be 1 to " + LENGTH_MAX + " visible ASCII characters: the key in " + source);
        }
        return new OwnerKey(source, secret);
    }

    /** Reads the key that the server wrote at its first start. */
    static OwnerKey in(Path file) {
        if (!Files.isReadable(file)) {
            throw CommandFailed.failed("must have a key: give --key, set YIMA_KEY, or let me read " + file + " ("
                    + (Files.exists(file) ? "permission denied" : "no such file or directory") + ")");
        }
        return of(file.toString(), OutsideText.read(file, FILE_BYTES_MAX));
    }

    /** The place where it stood, for messages. */
    String source() {
        return "the key in " + source;
    }

    /** The value of the {@code Authorization} header. */
    String header() {
        return "Bearer " + secret;
    }

    /** The text with the key blacked out, should anyone have put it there. */
    String hiddenIn(String text) {
        return text.replace(secret, "[key]");
    }

    @Override
    public String toString() {
        return "OwnerKey[secret]";
    }
}
