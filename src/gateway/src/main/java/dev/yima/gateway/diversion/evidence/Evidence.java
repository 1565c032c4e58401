package dev.yima.gateway.diversion.evidence;

import dev.yima.codec.CodeKind;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.gateway.diversion.decision.DealerView.Place;
import dev.yima.gateway.supply.trace.Route;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Evidence about a case: judgements, route and scans. People and networks appear as eight characters of their
 * pseudonyms.
 *
 * @param code the case
 * @param kind the kind of its code
 * @param brand the brand's name
 * @param timeZone the brand's time zone, in which the PDF tells times
 * @param at the time at which this was put together
 * @param judgements one for each dealer who held the case
 * @param route its movements, and the packages that contain it
 * @param scans the first located scan of each code in it, the earliest first, at most 500
 * @param scansLeftOut the number of further scans
 */
@Schema(name = "DiversionEvidence")
public record Evidence(
        @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
        CodeKind kind,
        @Schema(examples = "Mountain Spring") String brand,
        @Schema(examples = "Asia/Shanghai") String timeZone,
        Instant at,
        List<Judgement> judgements,
        Route route,
        List<Scan> scans,
        int scansLeftOut) {
    /** The greatest number of scans in it. */
    static final int SCANS_MAX = 500;

    /**
     * Judgement on a case while a dealer held it.
     *
     * @param dealerId the dealer
     * @param dealer its name
     * @param territory the territory of its goods; empty for everywhere
     * @param scans located scans; each code counts once, where it was scanned first
     * @param outside those of them that were outside of the territory
     * @param people distinct people who made them
     * @param networks distinct networks of those scans, each network once a day
     * @param score the lower bound of the share of those outside
     * @param grade the grade; null with too few scans for one
     * @param rule the rule, with its numbers
     * @param regions scans by region
     */
    @Schema(name = "DiversionJudgement")
    public record Judgement(
            UUID dealerId,
            @Schema(examples = "East Lake Beverages") String dealer,
            @Schema(examples = "[\"510000\"]") List<String> territory,
            int scans,
            int outside,
            int people,
            int networks,
            double score,
            @Nullable Grade grade,
            String rule,
            List<Place> regions) {}

    /**
     * A scan of a code within the case.
     *
     * @param at the time
     * @param code the scanned code
     * @param kind its kind
     * @param region the region of the network
     * @param regionName its name
     * @param isOutside whether it is outside of the territory of the dealer who held the case then
     * @param dealerId that dealer
     * @param person eight characters of the person's pseudonym
     * @param network eight characters of the pseudonym that the network had that day; null where that is not known
     * @param packs the packages that contain the code, up to the case
     */
    @Schema(name = "DiversionScan")
    public record Scan(
            Instant at,
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
            CodeKind kind,
            @Schema(examples = "440000") String region,
            @Schema(examples = "Guangdong") String regionName,
            boolean isOutside,
            UUID dealerId,
            @Schema(examples = "1f0c3a77") String person,
            @Nullable @Schema(examples = "b80d51e2") String network,
            List<Route.Pack> packs) {}
}
