package dev.yima.codegen.print.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.table.CodeRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The content of each symbol, one a line. */
public final class TextFile implements LabelFormat {
    static final String NAME = "codes.txt";

    private final OutputStream out;

    public TextFile(LabelOutput output) throws IOException {
        this.out = new BufferedOutputStream(output.create(NAME));
    }

    @Override
    public byte[] draw(CodeRow row) {
        return (row.payload() + "\n").getBytes(US_ASCII);
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
