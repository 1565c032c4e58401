package dev.yima.codegen.print.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.print.label.CsvColumn;
import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.table.CodeRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The codes again, in the columns that a printing house asks for. */
public final class CsvFile implements LabelFormat {
    /** Begins a text that a spreadsheet takes for a formula (OWASP, CSV injection); numbers and codes are none. */
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r\\n\\x00＝＋－＠]");

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\"\\r\\n]");

    private final OutputStream out;
    private final Shape shape;

    /**
     * The form of a table. A text that a spreadsheet would compute has an apostrophe before it.
     *
     * @param columns its columns
     * @param separator the character between two fields
     * @param header whether the first line names the columns
     * @param quoted whether every field is in quotes, instead of those that need them (RFC 4180)
     */
    public record Shape(List<CsvColumn> columns, char separator, boolean header, boolean quoted) {
        String line(CodeRow row) {
            return columns.stream()
                    .map(column -> field(column.value(row)))
                    .collect(Collectors.joining(String.valueOf(separator), "", "\n"));
        }

        String headerLine() {
            return columns.stream()
                    .map(column -> field(column.header()))
                    .collect(Collectors.joining(String.valueOf(separator), "", "\n"));
        }

        private String field(String value) {
            String text = FORMULA.matcher(value).replaceFirst("'$0");
            boolean plain =
                    text.indexOf(separator) < 0 && !NEEDS_QUOTES.matcher(text).find();
            return plain && !quoted ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    public CsvFile(LabelOutput folder, Shape shape) throws IOException {
        this.shape = shape;
        this.out = new BufferedOutputStream(folder.create(MintedFolder.CODES));
        if (shape.header) {
            out.write(shape.headerLine().getBytes(UTF_8));
        }
    }

    @Override
    public byte[] draw(CodeRow row) {
        return shape.line(row).getBytes(UTF_8);
    }

    @Override
    public void place(CodeRow row, byte[] drawing) throws IOException {
        out.write(drawing);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
