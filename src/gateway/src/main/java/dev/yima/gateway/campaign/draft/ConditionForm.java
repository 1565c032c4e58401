package dev.yima.gateway.campaign.draft;

import dev.yima.engine.condition.CashDayLimit;
import dev.yima.engine.condition.CashHourLimit;
import dev.yima.engine.condition.Condition;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.condition.Limit;
import dev.yima.engine.condition.NewPeople;
import dev.yima.engine.condition.PersonDayLimit;
import dev.yima.engine.condition.PersonLimit;
import dev.yima.engine.condition.Regions;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.place.Region;
import dev.yima.engine.prize.PrizePool;
import dev.yima.gateway.problem.Problem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON form of the conditions: the one place that knows the fields of each. */
public final class ConditionForm {
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

    /** More than there are. */
    static final int REGIONS_MAX = 40;

    private ConditionForm() {}

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

        /** The form of hours. */
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
            @Nullable @Min(1) @Max(Limit.CLAIMS_MAX) @Schema(examples = "3")
            Integer perPersonDay,

            @Nullable @Min(1) @Max(Limit.CLAIMS_MAX) Integer perPerson,
            @Nullable @Min(1) @Max(PrizePool.TOTAL_MAX) Long cashPerHourMinor,
            @Nullable @Min(1) @Max(PrizePool.TOTAL_MAX) Long cashPerDayMinor) {
        private Stream<Condition> limits() {
            return Stream.of(
                            Optional.ofNullable(perPersonDay).map(PersonDayLimit::new),
                            Optional.ofNullable(perPerson).map(PersonLimit::new),
                            Optional.ofNullable(cashPerHourMinor).map(CashHourLimit::new),
                            Optional.ofNullable(cashPerDayMinor).map(CashDayLimit::new))
                    .flatMap(Optional::stream);
        }

        /** The form of the limits among conditions. */
        public static LimitsView of(Conditions conditions) {
            return new LimitsView(
                    conditions
                            .get(PersonDayLimit.class)
                            .map(PersonDayLimit::claims)
                            .orElse(null),
                    conditions.get(PersonLimit.class).map(PersonLimit::claims).orElse(null),
                    conditions.get(CashHourLimit.class).map(CashHourLimit::cash).orElse(null),
                    conditions.get(CashDayLimit.class).map(CashDayLimit::cash).orElse(null));
        }
    }

    /** The people who take part. */
    public enum People {
        /** Everybody. */
        ALL,
        /** People who have never made a claim with the brand before. */
        NEW
    }

    /** The conditions of a campaign that is asked for, a line each; fails with a problem when one makes no sense. */
    static List<Condition> read(NewCampaign asked) {
        List<Condition> all = new ArrayList<>();
        given(asked.hours()).map(HoursView::hours).ifPresent(all::add);
        given(asked.people())
                .filter(People.NEW::equals)
                .map(people -> new NewPeople())
                .ifPresent(all::add);
        given(asked.limits()).stream().flatMap(LimitsView::limits).forEach(all::add);
        given(asked.tags())
                .filter(some())
                .map(tags -> sensible("tags", () -> new Tags(tags)))
                .ifPresent(all::add);
        given(asked.regions()).filter(some()).map(ConditionForm::regions).ifPresent(all::add);
        return all;
    }

    private static <T> Optional<T> given(@Nullable T field) {
        return Optional.ofNullable(field);
    }

    private static Predicate<List<String>> some() {
        return list -> !list.isEmpty();
    }

    private static Regions regions(List<String> codes) {
        return sensible(
                "regions", () -> new Regions(codes.stream().map(Region::of).toList()));
    }

    /** A value as the engine makes it; a refusal of the engine becomes a problem of a field. */
    static <T> T sensible(String field, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, String.valueOf(e.getMessage()));
        }
    }
}
