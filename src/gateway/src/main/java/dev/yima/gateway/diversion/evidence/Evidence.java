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
 * What is known of a case, to be shown to whoever doubts it. Of people and networks nothing but eight
 * characters of their pseudonym.
 *
 * @param code the case
 * @param kind what its code is for
 * @param brand the brand's name
 * @param at when this was put together
 * @param judgements what became of the case with each dealer who had it
 * @param route where it went, and what it is in
 * @param scans the first located scan of each code in it, the earliest first, at most 500
 * @param scansLeftOut how many scans more there are
 */
@Schema(name = "DiversionEvidence")
public record Evidence(
        @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
        CodeKind kind,
        @Schema(examples = "Mountain Spring") String brand,
        Instant at,
        List<Judgement> judgements,
        Route route,
        List<Scan> scans,
        int scansLeftOut) {
    /** The most scans that are shown. */
    static final int SCANS_MAX = 500;

    /**
     * What became of a case while a dealer had it.
     *
     * @param dealerId the dealer
     * @param dealer its name
     * @param territory where its goods may be sold; empty for everywhere
     * @param scans located scans; each code counts once, where it was scanned first
     * @param outside those of them that were outside of the territory
     * @param people how many people made them
     * @param networks on how many networks they were made, each network once a day
     * @param score what the share of those outside is at least
     * @param grade how bad it is; null while too little is known
     * @param rule the rule, with its numbers
     * @param regions where the scans were
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
     * A scan of something that is in the case.
     *
     * @param at when
     * @param code what was scanned
     * @param kind what that code is for
     * @param region where, as the network told
     * @param regionName its name
     * @param isOutside whether that is outside of the territory of the dealer who had the case then
     * @param dealerId who had it
     * @param person eight characters of the person's pseudonym
     * @param network eight characters of the pseudonym that the network had that day; null where that is not known
     * @param packs what the code is in, up to the case, and since when
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
