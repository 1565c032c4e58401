package dev.yima.codegen.terminal;

import java.io.Closeable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of a long task, drawn on stderr while a person watches; silent otherwise. */
public final class ProgressLine implements Closeable {
    private static final int WIDTH = 80;
    private static final int UPDATE_INTERVAL_MS = 200;

    private final @Nullable ProgressBar bar;
    private long done;

    private ProgressLine(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** Starts to count; {@code -1} for a total that is not known. */
    public static ProgressLine start(Terminal terminal, String task, String unit, long total) {
        if (!terminal.interactive()) {
            return new ProgressLine(null);
        }
        return new ProgressLine(new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(unit, 1)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_INTERVAL_MS)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build());
    }

    /** Counts {@code count} more as done. */
    public void step(long count) {
        done += count;
        if (bar != null) {
            bar.stepBy(count);
        }
    }

    /** The number that is done. */
    public long done() {
        return done;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
