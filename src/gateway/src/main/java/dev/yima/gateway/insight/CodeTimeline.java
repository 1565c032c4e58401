package dev.yima.gateway.insight;

import dev.yima.codec.CodeKind;
import dev.yima.codec.LotNumber;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.history.ScanLocation;
import dev.yima.gateway.history.ScanReader.StoredScan;
import dev.yima.gateway.lot.catalogue.CachedLot;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The timeline of a code: lot, scans, claims, and rewards withheld.
 *
 * @param code the code, as it is shown to people
 * @param verdict the verdict that the next scan of another person would get; {@code UNKNOWN} for a code that was not
 *     minted here, {@code VOID} for one that was misprinted, whatever the state of its lot, {@code NOT_ACTIVE} for a
 *     honey code
 * @param lot its lot, null for one that was not minted here
 * @param serial its serial in the lot
 * @param voidReason the reason for which the code was voided as a misprint; null when it was not, or for none
 * @param honeyOf the recipient whose copy alone has this honey code, which is on no goods; null for other codes
 * @param scanCount the number of counted scans
 * @param firstScannedAt the time of the first scan, null when there was none
 * @param scans its scans, the earliest first; at most 200
 * @param claims its claims
 * @param keptBack rewards of its sellers that a rule withheld
 */
@Schema(name = "CodeStory")
public record CodeTimeline(
        @Schema(examples = "0C1S-1YNT-84EZ-MPS4") String code,
        @Schema(examples = "GENUINE_REPEAT") Verdict verdict,
        @Nullable TimelineLot lot,
        @Nullable @Schema(examples = "7") Integer serial,
        @Nullable @Schema(examples = "Sheet 12 is smeared") String voidReason,
        @Nullable @Schema(examples = "East Press") String honeyOf,
        @Schema(examples = "2") long scanCount,
        @Nullable Instant firstScannedAt,
        List<TimelineScan> scans,
        List<TimelineClaim> claims,
        List<KeptBack> keptBack) {

    /**
     * A reward that was withheld.
     *
     * @param slot the kind of beneficiary that would have had it
     * @param partnerId the store or dealer at which it would have been earned
     * @param rule the rule that withheld it: the consumer was, or looked like, one of the partner's own people
     * @param at the time of the claim
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
     * @param kind the purpose of its codes
     * @param test whether it is a test lot
     * @param state its own state, whatever became of the code
     * @param product the name of its product
     * @param campaignId its campaign; null for none, or one that is not published
     */
    @Schema(name = "StoryLot")
    public record TimelineLot(
            @Schema(examples = "0C1S") String number,
            CodeKind kind,
            boolean test,
            LotState state,
            @Nullable String product,
            @Nullable UUID campaignId) {
        static TimelineLot of(LotNumber number, CachedLot lot, LotState own) {
            RunningCampaign campaign = lot.campaign();
            return new TimelineLot(
                    number.text(),
                    lot.kind(),
                    lot.test(),
                    own,
                    lot.product(),
                    campaign == null ? null : campaign.terms().campaign());
        }
    }

    /**
     * A scan of a code.
     *
     * @param at the time of the scan
     * @param memberId the person who scanned, as the brand knows them
     * @param nth the number of counted scans of the code, this one included
     * @param claim whether it took the claim
     * @param places its known locations: by the network, and as the person offered
     */
    @Schema(name = "StoryScan")
    public record TimelineScan(
            Instant at,
            UUID memberId,
            @Schema(examples = "1") long nth,
            boolean claim,
            List<ScanLocation> places) {
        static TimelineScan of(StoredScan scan) {
            return new TimelineScan(scan.at(), scan.member(), scan.nth(), scan.claim(), scan.locations());
        }
    }

    /**
     * A claim of a code.
     *
     * @param slot the kind of beneficiary
     * @param memberId its holder
     * @param at the time of the claim
     * @param position its place in the campaign's order of claims; null where it came with the consumer's
     * @param campaignId its campaign
     * @param partnerId the store or dealer at which it was earned; null for a consumer
     * @param reward its reward, null when it won nothing
     */
    @Schema(name = "StoryClaim")
    public record TimelineClaim(
            ClaimSlot slot,
            UUID memberId,
            Instant at,
            @Nullable Integer position,
            UUID campaignId,
            @Nullable UUID partnerId,
            @Nullable Reward reward) {}

    /** The timeline of a code that was not minted here. */
    static CodeTimeline unknown(String code) {
        return new CodeTimeline(
                code, Verdict.UNKNOWN, null, null, null, null, 0, null, List.of(), List.of(), List.of());
    }
}
