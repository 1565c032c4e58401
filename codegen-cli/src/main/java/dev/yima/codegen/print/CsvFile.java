package dev.yima.codegen.print;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codegen.files.CodeRow;
import dev.yima.codegen.files.MintedFolder;
import dev.yima.codegen.files.StagedFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.StringJoiner;

/** The codes again, in the columns that a printing house asks for. */
final class CsvFile implements LabelFormat {
    private final OutputStream out;
    private final List<CsvColumn> columns;

    CsvFile(StagedFolder folder, List<CsvColumn> columns) throws IOException {
        this.columns = List.copyOf(columns);
        this.out = new BufferedOutputStream(folder.create(MintedFolder.CODES));
        StringJoiner header = new StringJoiner(",", "", "\n");
        columns.forEach(column -> header.add(column.header()));
        out.write(header.toString().getBytes(US_ASCII));
    }

    @Override
    public byte[] draw(CodeRow row) {
        StringJoiner line = new StringJoiner(",", "", "\n");
        columns.forEach(column -> line.add(column.field(row)));
        return line.toString().getBytes(US_ASCII);
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
