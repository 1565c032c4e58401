package dev.yima.gateway.campaign.draft;

import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line of the pool, as it is to be.
 *
 * @param kind what can be won
 * @param amountMinor of {@code CASH}: how much, in minor units; of a range, the least
 * @param amountMaxMinor of {@code CASH} from a range: the most
 * @param points of {@code POINTS}: how many; of a range, the least
 * @param pointsMax of {@code POINTS} from a range: the most
 * @param title of {@code COUPON}, {@code GIFT} and {@code PIECE}: what it is; of {@code THANKS}: the words
 * @param validDays of {@code COUPON}: how many days it can be redeemed; of {@code CASH}: how many days the
 *     person has to receive it, left out for as long as they like
 * @param priceMinor of {@code COUPON}: what is paid at the store, in minor units; left out, nothing
 * @param storeFeeMinor of {@code COUPON}: what the store earns by redeeming it, in minor units; left out, nothing
 * @param lockedDays of {@code CASH} and {@code POINTS}: how many days the person's next claim of the campaign opens
 *     it; left out, it is open from the first
 * @param pendingDays of {@code POINTS} that are not locked: how many days they wait before they count; left out, they
 *     count at once
 * @param validMonths of {@code POINTS} that are not locked: how many months of the campaign's calendar they count;
 *     left out, for ever
 * @param count how many of these prizes there are
 * @param perMillion where the draw is by {@code ODDS}: of a million claims, how many win this line on average
 * @param fallback where the draw is by {@code ODDS}: the line, from 0, that is won instead when no prize of this one is
 *     left; a later one. Left out, nothing is.
 */
public record NewPrize(
        @NotNull @Schema(examples = "CASH") PrizeKind kind,

        @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) @Schema(examples = "188")
        Long amountMinor,

        @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) Long amountMaxMinor,
        @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) Long points,
        @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) Long pointsMax,
        @Nullable String title,
        @Nullable @Min(1) @Max(PrizeDetails.DAYS_MAX) Integer validDays,
        @Nullable @Min(0) @Max(Prize.AMOUNT_MAX) Long priceMinor,
        @Nullable @Min(0) @Max(Prize.AMOUNT_MAX) Long storeFeeMinor,
        @Nullable @Min(1) @Max(PrizeDetails.DAYS_MAX) Integer lockedDays,
        @Nullable @Min(1) @Max(PrizeDetails.DAYS_MAX) Integer pendingDays,
        @Nullable @Min(1) @Max(PointsTerms.MONTHS_MAX) Integer validMonths,

        @NotNull @Min(1) @Max(PrizePool.CLAIMS_MAX) @Schema(examples = "100")
        Integer count,

        @Nullable @Min(1) @Max(Odds.MILLION) Integer perMillion,
        @Nullable @Min(1) @Max(PrizePool.PRIZES_MAX) Integer fallback) {

    /**
     * The prize that is asked for; fails with a problem when it makes no sense.
     *
     * @param field what it stands in: {@code prizes[0]}
     * @param draw how it is drawn; empty where a rule gives it
     */
    Prize prize(String field, Optional<DrawKind> draw) {
        boolean byOdds = draw.filter(drawn -> drawn == DrawKind.ODDS).isPresent();
        if (byOdds != (perMillion != null)) {
            throw Problem.invalid(field + ".perMillion", "must be given where the draw is by ODDS only");
        }
        if (perMillion == null && fallback != null) {
            throw Problem.invalid(field + ".fallback", "must be given where the draw is by ODDS only");
        }
        Optional<Odds> odds =
                Optional.ofNullable(perMillion).map(chance -> new Odds(chance, Optional.ofNullable(fallback)));
        long least = amount(field);
        Long most = kind == PrizeKind.CASH ? amountMaxMinor : pointsMax;
        return ConditionForm.sensible(
                field, () -> new Prize(kind, least, most == null ? least : most, count, odds, details()));
    }

    private long amount(String field) {
        mustBeOf(field + ".amountMinor", PrizeKind.CASH, amountMinor, amountMaxMinor);
        mustBeOf(field + ".points", PrizeKind.POINTS, points, pointsMax);
        Long amount = kind == PrizeKind.CASH ? amountMinor : points;
        return amount == null ? 1 : amount;
    }

    private void mustBeOf(String field, PrizeKind which, @Nullable Long least, @Nullable Long most) {
        if ((kind == which) != (least != null) || (kind != which && most != null)) {
            throw Problem.invalid(field, "must be given for " + which + ", and nothing else");
        }
    }

    private PrizeDetails details() {
        return new PrizeDetails(
                title == null ? "" : title,
                validDays == null ? 0 : validDays,
                priceMinor == null ? 0 : priceMinor,
                storeFeeMinor == null ? 0 : storeFeeMinor,
                lockedDays == null ? 0 : lockedDays,
                new PointsTerms(pendingDays == null ? 0 : pendingDays, validMonths == null ? 0 : validMonths));
    }
}
