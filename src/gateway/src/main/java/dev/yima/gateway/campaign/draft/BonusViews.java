package dev.yima.gateway.campaign.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import dev.yima.engine.rules.Multiplier;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON form of what rules give beside the draw. */
public final class BonusViews {
    private BonusViews() {}

    /** Reasons of a bonus. */
    public enum BonusRule {
        /** The claim completes a set: one of every piece. */
        SET,
        /** It is the person's n-th claim, and the draw gave nothing. */
        NTH
    }

    /**
     * A bonus that is to be.
     *
     * @param rule why it is given
     * @param n of {@code NTH}: which claim of a person
     * @param per of {@code NTH}: where counting begins again
     * @param prize what is won
     */
    @Schema(name = "NewBonus")
    public record BonusView(
            @NotNull @Schema(examples = "NTH") BonusRule rule,

            @Nullable @Min(1) @Max(Nth.MAX) @Schema(examples = "3")
            Integer n,

            @Nullable @Schema(examples = "WEEK") Window per,
            @NotNull @Valid NewPrize prize) {
        Bonus bonus(String field) {
            if ((rule == BonusRule.NTH) != (n != null) || (n == null) != (per == null)) {
                throw Problem.invalid(field + ".n", "and per must be given for NTH, and nothing else");
            }
            Optional<Nth> nth = n == null || per == null ? Optional.empty() : Optional.of(new Nth(n, per));
            return ConditionForm.sensible(field, () -> new Bonus(nth, prize.prize(field + ".prize", Optional.empty())));
        }
    }

    /**
     * A bonus.
     *
     * @param rule why it is given
     * @param n of {@code NTH}: which claim of a person
     * @param per of {@code NTH}: where counting begins again
     * @param prize what is won
     */
    @Schema(name = "Bonus")
    public record GivenBonus(
            BonusRule rule,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer n,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Window per,

            PrizeView prize) {
        /** The form of a bonus. */
        public static GivenBonus of(Bonus bonus) {
            return new GivenBonus(
                    bonus.completesSet() ? BonusRule.SET : BonusRule.NTH,
                    bonus.nth().map(Nth::n).orElse(null),
                    bonus.nth().map(Nth::per).orElse(null),
                    PrizeView.of(bonus.prize()));
        }
    }

    /**
     * Days on which points count several times.
     *
     * @param factor how many times
     * @param weekdays on these days of each week
     * @param dates and on these days
     */
    @Schema(name = "Multiplier")
    public record MultiplierView(
            @NotNull @Min(2) @Max(Multiplier.FACTOR_MAX) @Schema(examples = "2")
            Integer factor,

            @Nullable @Size(max = 7) List<@NotNull DayOfWeek> weekdays,
            @Nullable @Size(max = Multiplier.DATES_MAX) List<@NotNull LocalDate> dates) {
        Multiplier multiplier() {
            return ConditionForm.sensible(
                    "multipliers",
                    () -> new Multiplier(
                            factor,
                            new TreeSet<>(weekdays == null ? List.of() : weekdays),
                            new TreeSet<>(dates == null ? List.of() : dates)));
        }

        /** The form of a multiplier. */
        public static MultiplierView of(Multiplier multiplier) {
            return new MultiplierView(
                    multiplier.factor(), List.copyOf(multiplier.weekdays()), List.copyOf(multiplier.dates()));
        }
    }
}
