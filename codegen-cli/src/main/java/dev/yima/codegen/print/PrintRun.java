package dev.yima.codegen.print;

import dev.yima.codegen.folder.StagedFolder;
import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.table.RowSource;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ProgressLine;
import java.io.IOException;
import java.util.List;

/** One run of the press: draws a batch of labels on every core, then places them in order. */
final class PrintRun {
    private static final int BATCH = 1_024;

    private final StagedFolder folder;
    private final LabelOutput output;
    private final LabelFormat format;
    private final ProgressLine progress;

    PrintRun(StagedFolder folder, LabelOutput output, LabelFormat format, ProgressLine progress) {
        this.folder = folder;
        this.output = output;
        this.format = format;
        this.progress = progress;
    }

    /** Prints the first rows, and puts the files in place; returns how many there are in all. */
    long print(RowSource rows, long labelsMax) {
        try {
            try (output;
                    format) {
                for (List<CodeRow> batch = rows.next(BATCH); !batch.isEmpty(); batch = rows.next(BATCH)) {
                    long left = Math.max(0, labelsMax - progress.done());
                    place(batch.subList(0, (int) Math.min(batch.size(), left)));
                    progress.step(batch.size());
                }
            }
            if (progress.done() == 0) {
                throw CommandFailed.failed("must hold at least one code: the file has a header only");
            }
            folder.commit();
            return progress.done();
        } catch (IOException e) {
            throw CommandFailed.failed("stopped after " + progress.done() + " labels: cannot write to "
                    + folder.place("") + ": " + CommandFailed.reason(e));
        }
    }

    private void place(List<CodeRow> batch) throws IOException {
        List<byte[]> drawings = batch.parallelStream().map(format::draw).toList();
        for (int i = 0; i < batch.size(); i++) {
            format.place(batch.get(i), drawings.get(i));
        }
    }
}
