package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.history.ScanRecord;
import java.util.Optional;
import java.util.UUID;

/**
 * A request for the claim of a code.
 *
 * @param id the id that the claim will have
 * @param slot the slot of the reward
 * @param draw the campaign that it draws from
 * @param scan the scan of the claimant; it is recorded in the claim's commit
 * @param partnerClaim the partner's side of an employee's claim; empty for a consumer
 * @param sale the sale of the code, as far as it is known
 */
public record ClaimRequest(
        UUID id,
        ClaimSlot slot,
        CampaignDraw draw,
        ScanRecord scan,
        Optional<PartnerClaim> partnerClaim,
        SaleAttribution sale) {
    /** Makes the request of a consumer for a code whose seller is not known. */
    public ClaimRequest(UUID id, ClaimSlot slot, CampaignDraw draw, ScanRecord scan) {
        this(id, slot, draw, scan, Optional.empty(), SaleAttribution.NONE);
    }

    /** The unit that can be claimed once. */
    public ClaimKey key() {
        return new ClaimKey(scan.code(), slot);
    }

    /** The claimant in the campaign. */
    public MemberInCampaign claimant() {
        return new MemberInCampaign(scan.member(), draw.campaign());
    }

    /** The consumer's claim that it follows; such a claim takes no position. Empty for a claim that is drawn. */
    public Optional<UUID> follows() {
        return partnerClaim.flatMap(PartnerClaim::follows);
    }

    /** The claim of a beneficiary that follows this one. */
    public ClaimRequest forBeneficiary(Beneficiary beneficiary) {
        return new ClaimRequest(
                beneficiary.id(),
                beneficiary.slot(),
                draw,
                scan.of(beneficiary.member()),
                Optional.of(new PartnerClaim(beneficiary.partner(), Optional.of(id))),
                SaleAttribution.NONE);
    }
}
