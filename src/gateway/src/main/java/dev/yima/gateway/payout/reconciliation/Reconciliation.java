package dev.yima.gateway.payout.reconciliation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A day's payouts, compared three ways: what the provider's statement says, what the bills say, what the ledger says.
 * Each bill is compared by its number, so that two mistakes never hide each other.
 *
 * @param day the day, by the calendar of China
 * @param madeAt when they were compared
 * @param agrees whether nothing differs
 * @param lines for each currency: the sums, what differs, and at the end the difference
 */
@Schema(name = "Reconciliation")
public record Reconciliation(LocalDate day, Instant madeAt, boolean agrees, List<Line> lines) {
    /** What a line says. */
    public enum Kind {
        /** What the provider paid on the day, as its statement says. */
        STATEMENT,
        /** Of the bills that were settled here on the day: those that the provider paid on another. */
        PAID_ANOTHER_DAY,
        /** Of what the provider paid on the day: what was settled here on another. */
        SETTLED_ANOTHER_DAY,
        /** The bills that were settled here on the day. */
        BILLS,
        /** What the ledger moved out on the day. */
        LEDGER,
        /** A bill that does not agree. */
        UNMATCHED,
        /** What all bills that do not agree are wrong by. */
        DIFFERENCE
    }

    /**
     * A line.
     *
     * @param line what it says
     * @param currency an ISO 4217 code
     * @param count how many bills
     * @param amountMinor how much together, in minor units; of what does not agree, how much it is wrong by
     * @param billNumber of {@code UNMATCHED}: the bill's number at the provider
     * @param rewardId of {@code UNMATCHED}: the reward that it pays, where there is one
     * @param detail of {@code UNMATCHED}: what each of the three says
     */
    @Schema(name = "ReconciliationLine")
    public record Line(
            Kind line,
            @Schema(examples = "CNY") String currency,
            long count,
            @Schema(examples = "18800") long amountMinor,
            @Nullable String billNumber,
            @Nullable UUID rewardId,
            @Nullable String detail) {
        static Line sum(Kind kind, String currency, long count, long amount) {
            return new Line(kind, currency, count, amount, null, null, null);
        }

        private String csv() {
            return Stream.of(line, currency, count, amountMinor, billNumber, rewardId, detail)
                    .map(cell -> cell == null ? "" : cell.toString())
                    .collect(Collectors.joining(","));
        }
    }

    /** The lines as CSV; the last one is the difference. */
    String csv() {
        return Stream.concat(
                        Stream.of("line,currency,count,amountMinor,billNumber,rewardId,detail"),
                        lines.stream().map(Line::csv))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
