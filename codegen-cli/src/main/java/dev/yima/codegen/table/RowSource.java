package dev.yima.codegen.table;

import java.io.Closeable;
import java.util.List;

/** Rows of codes, in the order in which they are to be printed. */
public interface RowSource extends Closeable {
    /**
     * The next rows, at most {@code countMax}; none at the end.
     *
     * @throws dev.yima.codegen.terminal.CommandFailed naming the line that breaks a rule
     */
    List<CodeRow> next(int countMax);
}
