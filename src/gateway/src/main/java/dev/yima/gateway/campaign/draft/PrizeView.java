package dev.yima.gateway.campaign.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A prize line, as it is read over the API.
 *
 * @param kind its kind
 * @param amountMinor of {@code CASH}: how much, in minor units; of a range, the least
 * @param amountMaxMinor of {@code CASH} from a range: the most
 * @param points of {@code POINTS}: how many; of a range, the least
 * @param pointsMax of {@code POINTS} from a range: the most
 * @param title its title, or the words
 * @param validDays of {@code COUPON}: how many days it can be redeemed; of {@code CASH}: how many days the
 *     person has to receive it, left out for as long as they like
 * @param priceMinor of {@code COUPON}: what is paid at the store, in minor units
 * @param storeFeeMinor of {@code COUPON}: what the store earns, in minor units
 * @param lockedDays how many days the person's next claim opens it
 * @param pendingDays of {@code POINTS}: how many days they wait before they count
 * @param validMonths of {@code POINTS}: how many months they count
 * @param count the number of these prizes
 * @param perMillion where the draw is by {@code ODDS}: of a million claims, how many win this line on average
 * @param fallback the line that is won instead when no prize of this one is left
 */
@Schema(name = "Prize")
public record PrizeView(
        @Schema(examples = "CASH") PrizeKind kind,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable @Schema(examples = "188")
        Long amountMinor,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long amountMaxMinor,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long points,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long pointsMax,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String title,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer validDays,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long priceMinor,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long storeFeeMinor,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer lockedDays,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer pendingDays,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer validMonths,

        @Schema(examples = "100") int count,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer perMillion,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer fallback) {
    /** The form of a prize line. */
    public static PrizeView of(Prize prize) {
        boolean cash = prize.kind() == PrizeKind.CASH;
        boolean points = prize.kind() == PrizeKind.POINTS;
        PrizeDetails details = prize.details();
        return new PrizeView(
                prize.kind(),
                cash ? prize.amount() : null,
                cash && prize.isRange() ? prize.amountMax() : null,
                points ? prize.amount() : null,
                points && prize.isRange() ? prize.amountMax() : null,
                details.title().isEmpty() ? null : details.title(),
                given(details.validDays()),
                given(details.price()),
                given(details.storeFee()),
                given(details.lockedDays()),
                given(details.points().pendingDays()),
                given(details.points().validMonths()),
                prize.count(),
                prize.odds().map(Odds::perMillion).orElse(null),
                prize.odds().flatMap(Odds::fallback).orElse(null));
    }

    private static @Nullable Integer given(int value) {
        return value == 0 ? null : value;
    }

    private static @Nullable Long given(long value) {
        return value == 0 ? null : value;
    }
}
