package dev.yima.codegen.print.label;

import dev.yima.codegen.table.CodeRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** One file for each label, in folders of {@value #FOLDER_SIZE}, which file managers can still open. */
public final class NumberedFolders {
    static final int FOLDER_SIZE = 1_000;

    private final LabelOutput folder;
    private final String extension;
    private long count;

    public NumberedFolders(LabelOutput folder, String extension) {
        this.folder = folder;
        this.extension = extension;
    }

    /** Writes the next file, named after the row's serial and code. */
    public void write(CodeRow row, byte[] content) throws IOException {
        String number = String.format(Locale.ROOT, "%05d", count / FOLDER_SIZE);
        if (count % FOLDER_SIZE == 0) {
            folder.makeFolder(number);
        }
        String name = String.format(
                Locale.ROOT, "%s/%08d-%s.%s", number, row.serial(), row.code().text(), extension);
        try (OutputStream out = folder.create(name)) {
            out.write(content);
        }
        count++;
    }
}
