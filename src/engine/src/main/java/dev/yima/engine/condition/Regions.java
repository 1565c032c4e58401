package dev.yima.engine.condition;

import dev.yima.engine.place.Region;
import dev.yima.engine.scan.CampaignAvailability;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The provinces that the campaign can be claimed from. A request whose region is unknown is let through: a list of
 * networks that lacks one is no reason to refuse its users.
 *
 * @param provinces at least one
 */
public record Regions(SortedSet<Region> provinces) implements Condition.BeforeCommit {
    /** The registration. */
    public static final ConditionType<Regions> TYPE = new ConditionType<>(
            Regions.class,
            "regions",
            "regions",
            "must not become fewer",
            text -> new Regions(Stream.of(text.split(" ", -1)).map(Region::of).toList()),
            (one, other) -> one.provinces.containsAll(other.provinces));

    /**
     * Makes the condition.
     *
     * @param provinces copied
     * @throws IllegalArgumentException when there are none, or one is no province
     */
    public Regions {
        provinces = new TreeSet<>(provinces);
        if (provinces.isEmpty() || provinces.contains(Region.ABROAD)) {
            throw new IllegalArgumentException("must be provinces: regions");
        }
    }

    /** Makes the condition from provinces in any order. */
    public Regions(Collection<Region> provinces) {
        this(new TreeSet<>(provinces));
    }

    @Override
    public ConditionType<Regions> type() {
        return TYPE;
    }

    @Override
    public String text() {
        return provinces.stream().map(Region::code).collect(Collectors.joining(" "));
    }

    @Override
    public Set<Fact> facts() {
        return Set.of(Fact.ORIGIN);
    }

    @Override
    public boolean allows(ClaimAttempt attempt) {
        Optional<Region> origin = attempt.origin().get();
        return origin.isEmpty() || provinces.contains(origin.get());
    }

    @Override
    public CampaignAvailability refusal() {
        return CampaignAvailability.ELSEWHERE;
    }
}
