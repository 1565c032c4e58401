package dev.yima.gateway.campaign;

import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.simulation.Rehearsal;
import dev.yima.engine.simulation.Rehearsal.BonusHunters;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsal that is asked for.
 *
 * @param claims how many claims to play
 * @param claimsPerDay how many of them come in a day; left out, all on one, unless there is a curve
 * @param curve a weight for each day: the claims come in these proportions
 * @param returningShare the share of claims made by people who have claimed before
 * @param gangShare the share of claims made by bonus hunters
 * @param gangPeople how many they are; left out, ten
 */
public record RehearsalRequest(
        @NotNull @Min(1) @Max(Rehearsal.CLAIMS_MAX) @Schema(examples = "1000")
        Integer claims,

        @Nullable @Min(1) @Schema(examples = "100") Integer claimsPerDay,

        @Nullable @Size(min = 1, max = Rehearsal.DAYS_MAX) @Schema(examples = "[1, 2, 8, 3, 1]")
        List<@NotNull @DecimalMin("0") @DecimalMax("1000000") Double> curve,

        @Nullable @DecimalMin("0") @DecimalMax("0.999999") @Schema(examples = "0.3")
        Double returningShare,

        @Nullable @DecimalMin("0") @DecimalMax("1") @Schema(examples = "0.05")
        Double gangShare,

        @Nullable @Min(1) @Max(Rehearsal.CLAIMS_MAX) @Schema(examples = "10")
        Integer gangPeople) {
    private static final int HUNTERS = 10;

    /** The rehearsal of a campaign; fails with a problem when the days make no sense. */
    Rehearsal of(CampaignRules rules) {
        BonusHunters hunters =
                new BonusHunters(gangShare == null ? 0 : gangShare, gangPeople == null ? HUNTERS : gangPeople);
        return new Rehearsal(rules, days(), returningShare == null ? 0 : returningShare, hunters);
    }

    private List<Integer> days() {
        if (curve == null) {
            int perDay = claimsPerDay == null ? claims : claimsPerDay;
            if (((long) claims + perDay - 1) / perDay > Rehearsal.DAYS_MAX) {
                throw Problem.invalid("claimsPerDay", "must be enough for " + Rehearsal.DAYS_MAX + " days at most");
            }
            return Rehearsal.evenly(claims, perDay);
        }
        if (claimsPerDay != null) {
            throw Problem.invalid("claimsPerDay", "must be left out where there is a curve");
        }
        if (curve.stream().noneMatch(weight -> weight > 0)) {
            throw Problem.invalid("curve", "must have a day that is not 0");
        }
        return Rehearsal.along(claims, curve);
    }
}
