package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;
import java.io.Closeable;
import java.io.IOException;

/** One way to put labels on disk. Closing finishes the last file. */
public interface LabelFormat extends Closeable {
    /** Draws one label. Depends on the row alone and is called by several threads at once. */
    byte[] draw(CodeRow row);

    /** Puts a drawn label in its place; called in the order of the rows, by one thread. */
    void place(CodeRow row, byte[] drawing) throws IOException;
}
