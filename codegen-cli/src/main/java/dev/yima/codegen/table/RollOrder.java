package dev.yima.codegen.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a lot and of its packs as they come off one roll: each pack's label after those of what is in it. */
public final class RollOrder implements RowSource {
    private final List<Level> levels;

    private RollOrder(List<Level> levels) {
        this.levels = levels;
    }

    /**
     * Joins the rows of the levels, the innermost first.
     *
     * @param rows the rows of each level
     * @param packs the number of each level that are in one of the next
     */
    public static RollOrder of(List<? extends RowSource> rows, List<Integer> packs) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            levels.add(new Level(rows.get(i), i < packs.size() ? packs.get(i) : 0));
        }
        return new RollOrder(levels);
    }

    @Override
    public List<CodeRow> next(int countMax) {
        List<CodeRow> rows = new ArrayList<>();
        while (rows.size() + levels.size() <= Math.max(countMax, levels.size()) && add(0, rows)) {
            // One label of the innermost level, and of the packs that it completes.
            continue;
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        for (Level level : levels) {
            level.rows.close();
        }
    }

    private boolean add(int index, List<CodeRow> rows) {
        Level level = levels.get(index);
        Optional<CodeRow> row = level.take();
        if (row.isEmpty()) {
            return false;
        }
        rows.add(row.get());
        boolean completes = level.pack > 0 && ((row.get().serial() + 1) % level.pack == 0 || level.isAtEnd());
        if (completes) {
            add(index + 1, rows);
        }
        return true;
    }

    /** One level, a row ahead, to see its end. */
    private static final class Level {
        private static final int BATCH = 1_024;

        private final RowSource rows;
        private final int pack;
        private List<CodeRow> batch = List.of();
        private int next;

        Level(RowSource rows, int pack) {
            this.rows = rows;
            this.pack = pack;
        }

        Optional<CodeRow> take() {
            return isAtEnd() ? Optional.empty() : Optional.of(batch.get(next++));
        }

        boolean isAtEnd() {
            if (next == batch.size()) {
                batch = rows.next(BATCH);
                next = 0;
            }
            return batch.isEmpty();
        }
    }
}
