package dev.yima.gateway.diversion.decision;

import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.engine.diversion.DiversionRule.Tally;
import dev.yima.engine.place.Region;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.RegionCounts;
import dev.yima.gateway.diversion.decision.DecisionRepository.Decision;
import dev.yima.gateway.partner.PartnerState;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A dealer with the counts and the grade of its goods.
 *
 * @param dealerId the dealer
 * @param name its name
 * @param state its state
 * @param territory the territory of its goods; empty for everywhere
 * @param scans located scans of its goods; each code counts once, where it was scanned first
 * @param outside those of them that were outside of the territory
 * @param people distinct people who made them
 * @param networks distinct networks of those scans, each network once a day
 * @param score the lower bound of the share of those outside
 * @param casesJudged cases with enough scans for a grade
 * @param casesFlagged those of them with a flagged grade
 * @param grade the grade of the dealer
 * @param suspendProposed whether it is proposed to suspend the dealer, and nobody has
 * @param rule the rule, with its numbers
 * @param regions scans by region
 * @param lastDecision the last decision of staff; null for none
 */
@Schema(name = "DiversionDealer")
public record DealerView(
        UUID dealerId,
        @Schema(examples = "East Lake Beverages") String name,
        PartnerState state,
        @Schema(examples = "[\"510000\"]") List<String> territory,
        int scans,
        int outside,
        int people,
        int networks,
        double score,
        int casesJudged,
        int casesFlagged,
        Grade grade,
        boolean suspendProposed,
        String rule,
        List<Place> regions,
        @Nullable Decision lastDecision) {
    /**
     * Scans in a region.
     *
     * @param region its code
     * @param name its name
     * @param scans located scans
     * @param isOutside whether it is outside of the territory
     */
    @Schema(name = "DiversionPlace")
    public record Place(
            @Schema(examples = "440000") String region,
            @Schema(examples = "Guangdong") String name,
            int scans,
            boolean isOutside) {}

    static DealerView of(DealerCount dealer, @Nullable Decision last) {
        Tally tally = dealer.tally();
        return new DealerView(
                dealer.dealer(),
                dealer.name(),
                PartnerState.valueOf(dealer.state()),
                dealer.territory().codes(),
                tally.scans(),
                tally.outside(),
                tally.people(),
                tally.networks(),
                tally.score(),
                dealer.judged(),
                dealer.flagged(),
                dealer.grade(),
                dealer.grade() == Grade.SUSPEND && dealer.state().equals(PartnerState.ACTIVE.name()),
                dealer.explain(),
                places(dealer.regions(), dealer),
                last);
    }

    /** Scans by region, with whether the region is outside of a dealer's territory. */
    public static List<Place> places(RegionCounts places, DealerCount dealer) {
        return places.all().entrySet().stream()
                .map(entry -> new Place(
                        entry.getKey(),
                        name(entry.getKey()),
                        entry.getValue(),
                        dealer.territory().excludes(entry.getKey())))
                .toList();
    }

    /** The English name of a region that a scan has. */
    public static String name(String region) {
        Region place = region.equals(Region.ABROAD.code()) ? Region.ABROAD : Region.of(region);
        return place.name(Locale.ENGLISH);
    }
}
