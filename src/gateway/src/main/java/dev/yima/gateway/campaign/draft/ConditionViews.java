package dev.yima.gateway.campaign.draft;

import dev.yima.engine.condition.ClaimLimits;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.condition.Region;
import dev.yima.engine.prize.PrizePool;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A campaign's conditions, as they are written and read over the API. */
public final class ConditionViews {
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

    /** More than there are. */
    static final int REGIONS_MAX = 40;

    private ConditionViews() {}

    /**
     * Hours of a day.
     *
     * @param from the first minute, {@code HH:mm}
     * @param to the first minute that is too late; {@code 00:00} is the end of the day. Earlier than {@code from}, the
     *     hours span midnight.
     */
    @Schema(name = "Hours")
    public record HoursView(
            @NotNull @Pattern(regexp = TIME) @Schema(examples = "10:00")
            String from,

            @NotNull @Pattern(regexp = TIME) @Schema(examples = "22:00")
            String to) {
        Hours hours() {
            return sensible("hours", () -> new Hours(LocalTime.parse(from), LocalTime.parse(to)));
        }

        public static HoursView of(Hours hours) {
            return new HoursView(hours.from().toString(), hours.to().toString());
        }
    }

    /**
     * Limits; what is left out is not limited.
     *
     * @param perPersonDay claims of one person in a day
     * @param perPerson claims of one person in the whole campaign
     * @param cashPerHourMinor cash in an hour, in minor units; at least the largest prize
     * @param cashPerDayMinor cash in a day, in minor units; at least the largest prize
     */
    @Schema(name = "Limits")
    public record LimitsView(
            @Nullable @Min(1) @Max(ClaimLimits.CLAIMS_MAX) @Schema(examples = "3")
            Integer perPersonDay,

            @Nullable @Min(1) @Max(ClaimLimits.CLAIMS_MAX) Integer perPerson,
            @Nullable @Min(1) @Max(PrizePool.TOTAL_MAX) Long cashPerHourMinor,
            @Nullable @Min(1) @Max(PrizePool.TOTAL_MAX) Long cashPerDayMinor) {
        ClaimLimits limits() {
            return new ClaimLimits(
                    Optional.ofNullable(perPersonDay),
                    Optional.ofNullable(perPerson),
                    Optional.ofNullable(cashPerHourMinor),
                    Optional.ofNullable(cashPerDayMinor));
        }

        public static LimitsView of(ClaimLimits limits) {
            return new LimitsView(
                    limits.perPersonDay().orElse(null),
                    limits.perPerson().orElse(null),
                    limits.cashPerHour().orElse(null),
                    limits.cashPerDay().orElse(null));
        }
    }

    /** A zone of the IANA database, by its name. */
    static ZoneId zone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw Problem.invalid("zone", "must be a name of the IANA time zone database, such as Asia/Shanghai");
        }
        return ZoneId.of(name);
    }

    /** The codes of regions, in their order. */
    public static List<String> codes(Set<Region> regions) {
        return regions.stream().map(Region::code).toList();
    }

    /** What the engine says of values that make no sense together, as a problem of a field. */
    static <T> T sensible(String field, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, String.valueOf(e.getMessage()));
        }
    }
}
