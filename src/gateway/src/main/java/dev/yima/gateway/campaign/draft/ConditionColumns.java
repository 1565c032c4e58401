package dev.yima.gateway.campaign.draft;

import dev.yima.engine.condition.ClaimLimits;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Conditions.People;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.condition.Region;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of a campaign that hold its conditions. */
@Embeddable
@SuppressWarnings("NullAway.Init")
class ConditionColumns {
    String zone;

    @Nullable LocalTime hoursFrom;

    @Nullable LocalTime hoursTo;

    @Enumerated(EnumType.STRING)
    People people;

    @Nullable Integer perPersonDay;

    @Nullable Integer perPerson;

    @Nullable Long cashPerHour;

    @Nullable Long cashPerDay;

    String tags;

    String regions;

    ConditionColumns() {}

    ConditionColumns(Conditions conditions) {
        ClaimLimits limits = conditions.limits();
        this.zone = conditions.zone().getId();
        this.hoursFrom = conditions.hours().map(Hours::from).orElse(null);
        this.hoursTo = conditions.hours().map(Hours::to).orElse(null);
        this.people = conditions.people();
        this.perPersonDay = limits.perPersonDay().orElse(null);
        this.perPerson = limits.perPerson().orElse(null);
        this.cashPerHour = limits.cashPerHour().orElse(null);
        this.cashPerDay = limits.cashPerDay().orElse(null);
        this.tags = String.join(" ", conditions.tags());
        this.regions = String.join(" ", ConditionViews.codes(conditions.regions()));
    }

    Conditions conditions() {
        Optional<Hours> hours =
                hoursFrom == null || hoursTo == null ? Optional.empty() : Optional.of(new Hours(hoursFrom, hoursTo));
        ClaimLimits limits = new ClaimLimits(
                Optional.ofNullable(perPersonDay),
                Optional.ofNullable(perPerson),
                Optional.ofNullable(cashPerHour),
                Optional.ofNullable(cashPerDay));
        return new Conditions(ZoneId.of(zone), hours, people, limits)
                .with(words(tags))
                .within(words(regions).stream().map(Region::of).toList());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
