package dev.yima.codegen.print;

import dev.yima.codegen.print.label.CsvColumn;
import dev.yima.codegen.print.text.CsvFile;
import dev.yima.codegen.terminal.CommandFailed;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The options of {@code print} that say how a table looks. */
final class TableOptions {
    @Option(
            names = "--columns",
            paramLabel = "COLUMN",
            split = ",",
            defaultValue = "serial,code,url",
            description = "Columns of csv, of serial, code, url, grouped, lot, kind, label (default: serial,code,url).")
    private List<CsvColumn> columns = List.of();

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            defaultValue = ",",
            converter = AsItIs.class,
            description = "What stands between two fields of csv: one of , ; | or tab (default: ,).")
    private String separator = ",";

    @Option(names = "--no-header", description = "Leave out the line that names the columns of csv.")
    private boolean noHeader;

    @Option(names = "--quote", description = "Put every field of csv in quotes.")
    private boolean quoted;

    /** A tab is nothing that stands around a text. */
    static final class AsItIs implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return value;
        }
    }

    CsvFile.Shape shape() {
        if (columns.isEmpty() || EnumSet.copyOf(columns).size() < columns.size()) {
            throw CommandFailed.usage("must name at least one column, and each once: --columns");
        }
        String one = separator.equals("tab") ? "\t" : separator;
        if (one.length() != 1 || ",;|\t".indexOf(one) < 0) {
            throw CommandFailed.usage("must be one of , ; | or tab: --separator=" + separator);
        }
        return new CsvFile.Shape(columns, one.charAt(0), !noHeader, quoted);
    }
}
