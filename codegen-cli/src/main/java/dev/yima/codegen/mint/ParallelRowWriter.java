package dev.yima.codegen.mint;

import dev.yima.codec.Code;
import dev.yima.codegen.terminal.ProgressLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes rows on every core and writes them in order. What is made and not written yet is a fixed number of batches, so
 * memory does not grow with the lot.
 */
final class ParallelRowWriter implements Closeable {
    /** Rows of a batch. */
    static final int BATCH = 8_192;

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService makers = Executors.newFixedThreadPool(cores, work -> {
        Thread maker = new Thread(work, "rows");
        maker.setDaemon(true);
        return maker;
    });
    private final Deque<Batch> spare = new ArrayDeque<>();

    /** Writes the rows of the serials from {@code first} to before {@code end}. */
    void write(RowEncoder form, int first, int end, OutputStream out, ProgressLine progress) throws IOException {
        Deque<Future<Batch>> underWay = new ArrayDeque<>();
        int next = first;
        while (next < end || !underWay.isEmpty()) {
            while (next < end && underWay.size() <= 2 * cores) {
                int start = next;
                int count = Math.min(BATCH, end - next);
                Batch batch = spare.isEmpty() ? new Batch() : spare.pop();
                underWay.add(makers.submit(() -> batch.make(form, start, count)));
                next += count;
            }
            Batch made = made(underWay.remove());
            out.write(made.rows, 0, made.length);
            progress.step(made.count);
            spare.push(made);
        }
    }

    @Override
    public void close() {
        makers.shutdownNow();
    }

    private static Batch made(Future<Batch> batch) throws IOException {
        try {
            return batch.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("rows can always be made", e);
        }
    }

    /** A batch of rows. */
    private static final class Batch {
        private final byte[] codes = new byte[BATCH * Code.SYMBOLS];
        private byte[] rows = new byte[0];
        private int count;
        private int length;

        Batch make(RowEncoder form, int first, int rowCount) {
            if (rows.length < BATCH * form.bytesMax()) {
                rows = new byte[BATCH * form.bytesMax()];
            }
            count = rowCount;
            length = form.make(first, rowCount, codes, rows);
            return this;
        }
    }
}
