package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.platform.http.MinorUnits;
import dev.yima.gateway.platform.http.RowExport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A day's payouts, compared three ways: the providers' statements, the payouts and the ledger. Each payout is compared
 * by its number, so that two mistakes never hide each other.
 *
 * @param day the day, by the calendar of the brand
 * @param madeAt the moment of the comparison
 * @param agrees whether nothing differs and no statement is missing
 * @param missing ids of the providers whose statement could not be had: what belongs to them is not compared yet
 * @param lines for each currency: the sums, what differs, and at the end the difference
 */
@Schema(name = "Reconciliation")
public record Reconciliation(
        LocalDate day,
        Instant madeAt,
        boolean agrees,
        @Schema(examples = "[]") List<String> missing,
        List<Line> lines) {
    private static final List<String> COLUMNS =
            List.of("line", "currency", "count", "amountMinor", "billNumber", "rewardId", "detail", "decimal");

    /** Kinds of lines. */
    @Schema(name = "ReconciliationLineKind")
    public enum Kind {
        /** Payments that the provider made on the day, as its statement says. */
        STATEMENT,
        /** Payouts that were settled here on the day and paid by the provider on another. */
        PAID_ANOTHER_DAY,
        /** Payments that the provider made on the day and that were settled here on another. */
        SETTLED_ANOTHER_DAY,
        /** Payouts that were settled here on the day. */
        BILLS,
        /** Amounts that the ledger moved out on the day. */
        LEDGER,
        /** A payout that does not agree. */
        UNMATCHED,
        /** The sum of the errors of all payouts that do not agree. */
        DIFFERENCE
    }

    /**
     * A line.
     *
     * @param line its kind
     * @param currency an ISO 4217 code
     * @param count the number of payouts
     * @param amountMinor their sum, in minor units; of a payout that does not agree, the amount that it is wrong by
     * @param billNumber of {@code UNMATCHED}: the order number at the provider
     * @param rewardId of {@code UNMATCHED}: the reward that it pays; null when there is none
     * @param detail of {@code UNMATCHED}: the amounts of all three
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
            return RowExport.line(Stream.of(
                            line,
                            currency,
                            count,
                            amountMinor,
                            billNumber,
                            rewardId,
                            detail,
                            MinorUnits.decimal(amountMinor, currency))
                    .map(cell -> cell == null ? "" : cell)
                    .toList());
        }
    }

    /** The report of some lines. */
    static Reconciliation of(LocalDate day, Instant madeAt, List<String> missing, List<Line> lines) {
        return new Reconciliation(day, madeAt, missing.isEmpty() && !differs(lines), missing, lines);
    }

    /** Whether something differs of what was compared. */
    boolean differs() {
        return differs(lines);
    }

    private static boolean differs(List<Line> lines) {
        return lines.stream().anyMatch(line -> line.line() == Kind.DIFFERENCE && line.count() > 0);
    }

    /** The missing statements and the lines as CSV; the last one is the difference. */
    String csv() {
        return Stream.of(
                        Stream.of(RowExport.line(COLUMNS)),
                        missing.stream()
                                .map(provider -> RowExport.line(List.of("MISSING", "", "", "", "", "", provider, ""))),
                        lines.stream().map(Line::csv))
                .flatMap(rows -> rows)
                .collect(Collectors.joining());
    }
}
