package dev.yima.codegen.print.text;

import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.print.label.RowFields;
import dev.yima.codegen.terminal.CommandFailed;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ZPL of one label, as a printing house has it: one template is one label of one code, printed once. */
public final class ZplTemplate {
    private static final int BYTES_MAX = 1 << 16;
    private static final String SYMBOL = "{qr}";

    /** A quantity, and replicates of each serial number. */
    private static final Pattern QUANTITY = Pattern.compile("\\^PQ([^,^~]*)(?:,[^,^~]*)?(?:,([^,^~]*))?");

    /** Commands that store or recall a label, keep one for the next, or change what commands look like. */
    private static final Pattern NOT_ONE_LABEL = Pattern.compile("\\^(?:DF|XF|MCN)|[\\^~]C[CDT]");

    private ZplTemplate() {}

    /**
     * Reads a template.
     *
     * @throws CommandFailed when it is not one label with its symbol
     */
    public static String read(Path file) {
        String text = OutsideText.read(file, BYTES_MAX).strip();
        // Printers pass over line ends, wherever they stand, and take commands in either case.
        String commands = text.replaceAll("[\\r\\n]", "").toUpperCase(Locale.ROOT);
        boolean label = commands.startsWith("^XA")
                && commands.endsWith("^XZ")
                && commands.lastIndexOf("^XA") == 0
                && commands.indexOf("^XZ") == commands.length() - "^XZ".length();
        boolean oneSymbol = text.contains(SYMBOL) && text.indexOf(SYMBOL) == text.lastIndexOf(SYMBOL);
        require(label && oneSymbol, file, "must be one label, ^XA to ^XZ, with {qr} in it once");
        Matcher quantity = QUANTITY.matcher(commands);
        while (quantity.find()) {
            require(
                    isLeftOutOr("0*1", quantity.group(1)) && isLeftOutOr("0*[01]", quantity.group(2)),
                    file,
                    "must print each label once, since each has a code of its own: " + quantity.group());
        }
        Matcher other = NOT_ONE_LABEL.matcher(commands);
        require(!other.find(), file, "must be a label that is printed as it is, without ^DF, ^XF, ^MCN, ^CC, ^CD, ^CT");
        require(text.chars().allMatch(character -> character < 0x7F), file, "must be in ASCII");
        Optional<String> unknown = RowFields.unknown(text, Set.of("qr"));
        require(unknown.isEmpty(), file, "must have only places that are known: " + unknown.orElse(""));
        return text;
    }

    private static boolean isLeftOutOr(String number, @Nullable String text) {
        return text == null || text.isBlank() || text.strip().matches(number);
    }

    private static void require(boolean holds, Path file, String rule) {
        if (!holds) {
            throw CommandFailed.failed(file + ": " + rule);
        }
    }
}
