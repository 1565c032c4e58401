package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.history.ScanRecord;
import java.util.Optional;
import java.util.UUID;

/**
 * A person who asks for a code's claim.
 *
 * @param id the id that the claim will have
 * @param slot whose reward it is
 * @param terms what it draws from
 * @param scan the scan that asks; it is recorded in the claim's commit
 * @param earning how somebody of a partner comes to ask; empty for a consumer
 * @param sale who earns by it
 */
public record ClaimRequest(
        UUID id,
        ClaimSlot slot,
        CampaignDraw terms,
        ScanRecord scan,
        Optional<PartnerClaim> earning,
        SaleAttribution sale) {
    /** A consumer's request for what nobody sold. */
    public ClaimRequest(UUID id, ClaimSlot slot, CampaignDraw terms, ScanRecord scan) {
        this(id, slot, terms, scan, Optional.empty(), SaleAttribution.NONE);
    }

    /** What can be claimed once. */
    public ClaimKey key() {
        return new ClaimKey(scan.code(), slot);
    }

    /** The consumer's claim that it follows, if any; such a claim takes no position. */
    public Optional<UUID> follows() {
        return earning.flatMap(PartnerClaim::follows);
    }

    /** What somebody else earns by this claim, as a claim of theirs. */
    public ClaimRequest by(Beneficiary earner) {
        return new ClaimRequest(
                earner.id(),
                earner.slot(),
                terms,
                scan.of(earner.member()),
                Optional.of(new PartnerClaim(earner.partner(), Optional.of(id))),
                SaleAttribution.NONE);
    }
}
