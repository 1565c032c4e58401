package dev.yima.gateway.insight;

import dev.yima.codec.CodeKind;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.history.ScanLocation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The whole story of one code.
 *
 * @param code the code, as it is shown to people
 * @param verdict what the next person who scans it will be told, and {@code UNKNOWN} for one that was not minted here
 * @param lot its lot, null for one that was not minted here
 * @param serial its serial in the lot
 * @param scanCount how many scans of it are counted
 * @param firstScannedAt when the first was
 * @param scans its scans, the earliest first; at most 200
 * @param claims its claims
 * @param keptBack rewards of those who sold it that a rule kept back
 */
@Schema(name = "CodeStory")
public record CodeTimeline(
        @Schema(examples = "0C1S-1YNT-84EZ-MPS4") String code,
        @Schema(examples = "GENUINE_REPEAT") Verdict verdict,
        @Nullable StoryLot lot,
        @Nullable @Schema(examples = "7") Integer serial,
        @Schema(examples = "2") long scanCount,
        @Nullable Instant firstScannedAt,
        List<StoryScan> scans,
        List<StoryClaim> claims,
        List<KeptBack> keptBack) {

    /**
     * A reward that was not paid.
     *
     * @param slot whose it would have been
     * @param partnerId the store or dealer that it would have been earned at
     * @param rule why not: whom of its own people the consumer was, or looked like
     * @param at when
     */
    public record KeptBack(
            ClaimSlot slot,
            UUID partnerId,
            @Schema(examples = "SAME_PERSON") Rule rule,
            Instant at) {}

    /**
     * The lot of a code.
     *
     * @param number its number
     * @param kind what its codes are for
     * @param state where it stands in its life
     * @param product the name of its product
     */
    public record StoryLot(
            @Schema(examples = "0C1S") String number,
            CodeKind kind,
            LotState state,
            @Nullable String product) {}

    /**
     * A scan of a code.
     *
     * @param at when
     * @param memberId who
     * @param nth how many scans were counted, this one included
     * @param claim whether it took the claim
     * @param places where it was, as far as is known: by the network, and by what the person offered
     */
    public record StoryScan(
            Instant at,
            UUID memberId,
            @Schema(examples = "1") long nth,
            boolean claim,
            List<ScanLocation> places) {}

    /**
     * A claim of a code.
     *
     * @param slot whose reward
     * @param memberId who holds it
     * @param at when
     * @param position its place in the campaign's order of claims; null where it came with the consumer's
     * @param campaignId the campaign that it drew from
     * @param partnerId the store or dealer that it was earned at; null for a consumer
     * @param reward what it won, null when nothing
     */
    public record StoryClaim(
            ClaimSlot slot,
            UUID memberId,
            Instant at,
            @Nullable Integer position,
            UUID campaignId,
            @Nullable UUID partnerId,
            @Nullable Reward reward) {}

    static CodeTimeline unknown(String code) {
        return new CodeTimeline(code, Verdict.UNKNOWN, null, null, 0, null, List.of(), List.of(), List.of());
    }
}
