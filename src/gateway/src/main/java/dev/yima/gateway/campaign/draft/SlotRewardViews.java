package dev.yima.gateway.campaign.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.SlotReward;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON form of the rewards that a claim gives to others. */
public final class SlotRewardViews {
    private SlotRewardViews() {}

    /**
     * A reward that each claim is to give to somebody else.
     *
     * @param slot to whom: the {@code STORE} that sold the item, its {@code GUIDE}, or the {@code DEALER} who supplied
     *     it
     * @param n for which of a person's rewards of the slot it is, in place of the usual one; left out, it is the usual
     *     one
     * @param per with {@code n}: where counting begins again
     * @param kind money or points
     * @param amountMinor of {@code CASH}: how much, in minor units
     * @param points of {@code POINTS}: how many
     * @param count with {@code n}: how many there are; the usual one comes with every claim
     */
    @Schema(name = "NewSlotReward")
    public record NewSlotReward(
            @NotNull @Schema(examples = "STORE") ClaimSlot slot,

            @Nullable @Min(1) @Max(Nth.MAX) @Schema(examples = "50")
            Integer n,

            @Nullable @Schema(examples = "MONTH") Window per,
            @NotNull @Schema(examples = "CASH") PrizeKind kind,

            @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) @Schema(examples = "10")
            Long amountMinor,

            @Nullable @Min(1) @Max(Prize.AMOUNT_MAX) Long points,
            @Nullable @Min(1) @Max(PrizePool.CLAIMS_MAX) Integer count) {

        SlotReward reward(String field, int claims) {
            if ((n == null) != (per == null)) {
                throw Problem.invalid(field + ".per", "must be given with n, and not without");
            }
            if ((n == null) != (count == null)) {
                throw Problem.invalid(field + ".count", "must be given with n, and not without");
            }
            if ((kind == PrizeKind.CASH) != (amountMinor != null) || (kind == PrizeKind.POINTS) != (points != null)) {
                throw Problem.invalid(field + ".amountMinor", "must be given for CASH, points for POINTS");
            }
            Long amount = amountMinor == null ? points : amountMinor;
            Optional<Nth> nth = n == null || per == null ? Optional.empty() : Optional.of(new Nth(n, per));
            return ConditionForm.sensible(
                    field,
                    () -> new SlotReward(
                            slot, nth, new Prize(kind, amount == null ? 1 : amount, count == null ? claims : count)));
        }
    }

    /**
     * A reward that each claim gives to somebody else.
     *
     * @param slot to whom
     * @param n for which of a person's rewards of the slot it is; absent for the usual one
     * @param per where counting begins again
     * @param kind money or points
     * @param amountMinor how much money, in minor units
     * @param points how many points
     * @param count how many there are
     */
    @Schema(name = "SlotReward")
    public record SlotRewardView(
            ClaimSlot slot,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer n,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Window per,

            PrizeKind kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long amountMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long points,

            int count) {
        /** The form of a reward. */
        public static SlotRewardView of(SlotReward reward) {
            Prize prize = reward.prize();
            boolean cash = prize.kind() == PrizeKind.CASH;
            return new SlotRewardView(
                    reward.slot(),
                    reward.nth().map(Nth::n).orElse(null),
                    reward.nth().map(Nth::per).orElse(null),
                    prize.kind(),
                    cash ? prize.amount() : null,
                    cash ? null : prize.amount(),
                    prize.count());
        }
    }
}
