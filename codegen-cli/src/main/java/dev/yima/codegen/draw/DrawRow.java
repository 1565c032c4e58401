package dev.yima.codegen.draw;

import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.DrawAudit.Won;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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
    static final String HEADER = "position,line,kind,amount,unit,claimedAt";

    private static final int CELLS = 6;

    /**
     * Reads a line of the export.
     *
     * @param number of the line in the file, from 1
     * @throws CommandFailed when it is no such line
     */
    static DrawRow read(long number, String text) {
        String[] cells = text.split(",", -1);
        try {
            if (cells.length == CELLS) {
                int position = Integer.parseInt(cells[0]);
                Optional<Won> won = cells[1].isEmpty() ? nothing(cells) : Optional.of(won(cells));
                return new DrawRow(position, won, Instant.parse(cells[5]));
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // Said below.
        }
        throw CommandFailed.failed("line " + number + " of the draws must be " + HEADER);
    }

    private static Optional<Won> nothing(String[] cells) {
        if (!cells[2].isEmpty() || !cells[3].isEmpty() || !cells[4].isEmpty()) {
            throw new IllegalArgumentException("a prize without a line");
        }
        return Optional.empty();
    }

    private static Won won(String[] cells) {
        return new Won(Integer.parseInt(cells[1]), PrizeKind.valueOf(cells[2]), Long.parseLong(cells[3]), cells[4]);
    }
}
