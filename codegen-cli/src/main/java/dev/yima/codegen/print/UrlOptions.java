package dev.yima.codegen.print;

import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.table.RowSource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of {@code print} that says how URLs are written, in symbols and in tables alike. */
final class UrlOptions {
    /** The cases of scheme and host. */
    enum Case {
        /** The smallest symbols. */
        UPPER,
        /** For readers that take no other for an address. */
        LOWER
    }

    @Option(
            names = "--url-case",
            paramLabel = "upper|lower",
            description = "The case of scheme and host: upper-case URLs have smaller symbols, but some phones take them"
                    + " for plain text (default: as the codes have them; mint writes upper).")
    private @Nullable Case wanted;

    /** The rows with their URLs so. */
    RowSource of(RowSource rows) {
        if (wanted == null) {
            return rows;
        }
        UnaryOperator<String> written = switch (wanted) {
            case UPPER -> base -> base.toUpperCase(Locale.ROOT);
            case LOWER -> base -> base.toLowerCase(Locale.ROOT);
        };
        return new RowSource() {
            @Override
            public List<CodeRow> next(int countMax) {
                return rows.next(countMax).stream()
                        .map(row -> row.withBase(written))
                        .toList();
            }

            @Override
            public void close() throws IOException {
                rows.close();
            }
        };
    }
}
