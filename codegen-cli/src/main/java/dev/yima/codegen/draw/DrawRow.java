package dev.yima.codegen.draw;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.DrawAudit.Won;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A row of the export of claim positions.
 *
 * @param position the claim's place in the order of commits
 * @param won the prize, empty for nothing
 * @param at the moment of the claim
 */
record DrawRow(int position, Optional<Won> won, Instant at) {
    /** The first line of the export. */
    static final List<String> HEADER = List.of("position", "line", "kind", "amount", "unit", "claimedAt");

    /**
     * Reads a row of the export.
     *
     * @throws IllegalArgumentException when it is no such row
     */
    static DrawRow read(List<String> cells) {
        if (cells.size() != HEADER.size()) {
            throw new IllegalArgumentException("must have " + HEADER.size() + " fields: " + cells.size());
        }
        try {
            Optional<Won> won = cells.get(1).isEmpty() ? nothing(cells) : Optional.of(won(cells));
            return new DrawRow(Integer.parseInt(cells.get(0)), won, Instant.parse(cells.get(5)));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<Won> nothing(List<String> cells) {
        if (!cells.get(2).isEmpty() || !cells.get(3).isEmpty() || !cells.get(4).isEmpty()) {
            throw new IllegalArgumentException("a prize without a line");
        }
        return Optional.empty();
    }

    private static Won won(List<String> cells) {
        return new Won(
                Integer.parseInt(cells.get(1)),
                PrizeKind.valueOf(cells.get(2)),
                Long.parseLong(cells.get(3)),
                cells.get(4));
    }
}
