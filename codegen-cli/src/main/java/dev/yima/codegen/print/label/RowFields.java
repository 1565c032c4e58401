package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The places of a text that stand for a row's own: {@code {grouped}}, {@code {code}} and so on. */
public final class RowFields {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Set<String> NAMES =
            Arrays.stream(CsvColumn.values()).map(CsvColumn::header).collect(Collectors.toSet());

    private RowFields() {}

    /** The text with each place filled. */
    public static String fill(String text, CodeRow row) {
        return fill(text, row, UnaryOperator.identity());
    }

    /** The same with values that are written in another way. */
    public static String fill(String text, CodeRow row, UnaryOperator<String> written) {
        String filled = text;
        for (CsvColumn column : CsvColumn.values()) {
            String place = "{" + column.header() + "}";
            if (filled.contains(place)) {
                filled = filled.replace(place, written.apply(column.value(row)));
            }
        }
        return filled;
    }

    /** The first place of a text that stands for nothing: printed as it is, it would be a misspelling on all labels. */
    public static Optional<String> unknown(String text, Set<String> others) {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!NAMES.contains(place.group(1)) && !others.contains(place.group(1))) {
                return Optional.of(place.group());
            }
        }
        return Optional.empty();
    }
}
