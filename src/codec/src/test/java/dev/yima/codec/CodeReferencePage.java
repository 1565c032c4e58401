package dev.yima.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of {@code docs/reference} with tables that a test writes. A normal run fails on any difference; {@code
 * -Ddocs.update=true} rewrites the tables, and nothing outside their markers.
 */
final class CodeReferencePage {
    private static final String UPDATE = "docs.update";

    private final Path file;

    private CodeReferencePage(Path file) {
        this.file = file;
    }

    /** Finds a page from whichever directory of the source tree the tests run in. */
    static CodeReferencePage named(String name) {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .map(directory -> directory.resolve("docs").resolve("reference").resolve(name))
                .filter(Files::exists)
                .findFirst()
                .map(CodeReferencePage::new)
                .orElseThrow(() -> new AssertionError("no docs/reference/" + name + " above the working directory"));
    }

    /** Compares the table of that name with what the code says, or writes it. */
    void assertTable(String name, Table table) {
        String begin = "<!-- begin generated: " + name + " -->\n";
        String end = "<!-- end generated: " + name + " -->";
        String page = read();
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertTrue(from >= begin.length() && to >= from, "no markers for the table " + name + " in " + file);
        if (Boolean.getBoolean(UPDATE)) {
            write(page.substring(0, from) + table.markdown() + page.substring(to));
        } else {
            assertEquals(
                    table.markdown(),
                    page.substring(from, to),
                    "the table " + name + " of " + file + " is not what the code says; see -D" + UPDATE + "=true");
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A table.
     *
     * @param columns its header
     * @param rows its cells, as many in each row as there are columns
     */
    record Table(List<String> columns, List<List<String>> rows) {
        String markdown() {
            List<String> rule = columns.stream().map(column -> "---").toList();
            return Stream.concat(Stream.of(columns, rule), rows.stream())
                    .map(cells -> cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
                    .collect(Collectors.joining());
        }
    }
}
