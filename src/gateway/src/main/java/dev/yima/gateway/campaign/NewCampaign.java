package dev.yima.gateway.campaign;

import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import dev.yima.engine.PrizePool;
import dev.yima.gateway.platform.PlainText;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign to be made.
 *
 * @param name its name
 * @param startsAt when claims begin; left out, as soon as it is published
 * @param endsAt when claims end; left out, when it is ended by hand or its pool is empty
 * @param claims how many claims the pool spans; left out, the sum of the counts
 * @param prizes what can be won; the order is the order of the lines in the draw
 */
public record NewCampaign(
        @NotNull @PlainText @Schema(examples = "Summer of caps")
        String name,

        @Nullable Instant startsAt,
        @Nullable Instant endsAt,

        @Nullable @Min(1) @Max(PrizePool.CLAIMS_MAX) @Schema(examples = "1000")
        Integer claims,

        @NotNull @Size(min = 1, max = PrizePool.PRIZES_MAX) List<@NotNull @Valid NewPrize> prizes) {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * A line of the pool.
     *
     * @param kind money or points
     * @param amountMinor of {@code CASH}: how much, in minor units
     * @param points of {@code POINTS}: how many
     * @param count how many of these prizes there are
     */
    public record NewPrize(
            @NotNull @Schema(examples = "CASH") PrizeKind kind,

            @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) @Schema(examples = "188")
            Long amountMinor,

            @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) Long points,

            @NotNull @Min(1) @Max(PrizePool.CLAIMS_MAX) @Schema(examples = "100")
            Integer count) {

        private Prize prize(int line) {
            Long amount = kind == PrizeKind.CASH ? amountMinor : points;
            Long other = kind == PrizeKind.CASH ? points : amountMinor;
            String field = "prizes[" + line + "]." + (kind == PrizeKind.CASH ? "amountMinor" : "points");
            if (amount == null || other != null) {
                throw Problem.invalid(field, "must be given for " + kind + ", and nothing else");
            }
            return new Prize(kind, amount, count);
        }
    }

    /** The pool that is asked for; fails with a problem when it makes no sense. */
    PrizePool pool() {
        List<Prize> lines = IntStream.range(0, prizes.size())
                .mapToObj(line -> prizes.get(line).prize(line))
                .toList();
        long count = lines.stream().mapToLong(Prize::count).sum();
        long span = claims == null ? count : claims;
        if (count > span || span > PrizePool.CLAIMS_MAX) {
            long most = Math.min(span, PrizePool.CLAIMS_MAX);
            throw Problem.invalid("prizes", "must be at most " + most + " in all: count=" + count);
        }
        for (PrizeKind kind : PrizeKind.values()) {
            if (PrizePool.costMoreThanAllowed(lines, kind)) {
                throw Problem.invalid("prizes", "must cost at most " + PrizePool.TOTAL_MAX + " together: " + kind);
            }
        }
        return new PrizePool((int) span, lines);
    }

    /** Checks the period; the year is bounded by what the database can hold. */
    void checkPeriod() {
        for (Instant instant : Arrays.asList(startsAt, endsAt)) {
            if (instant != null && (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST))) {
                throw Problem.invalid("startsAt", "and endsAt must lie between 1970 and 2199");
            }
        }
        if (startsAt != null && endsAt != null && !startsAt.isBefore(endsAt)) {
            throw Problem.invalid("endsAt", "must be after startsAt");
        }
    }
}
