package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.history.ScanRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A request for the claim of a code.
 *
 * @param id the id that the claim will have
 * @param slot the slot of the reward
 * @param draw the campaign that it draws from
 * @param scan the scan of the claimant; it is recorded in the claim's commit
 * @param partnerClaim the partner's side of an employee's claim; empty for a consumer
 * @param sale the sale of the code, as far as it is known
 * @param answer the answer that is stored in the claim's commit; empty without an Idempotency-Key
 */
public record ClaimRequest(
        UUID id,
        ClaimSlot slot,
        CampaignDraw draw,
        ScanRecord scan,
        Optional<PartnerClaim> partnerClaim,
        SaleAttribution sale,
        Optional<StoredAnswer> answer) {
    /** Makes the request of a consumer for a code whose seller is not known. */
    public ClaimRequest(UUID id, ClaimSlot slot, CampaignDraw draw, ScanRecord scan) {
        this(id, slot, draw, scan, Optional.empty(), SaleAttribution.NONE, Optional.empty());
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

    /** The units that it claims: the code in its own slot, and in those of the beneficiaries. */
    public Stream<ClaimKey> keys() {
        return Stream.concat(
                Stream.of(key()),
                sale.beneficiaries().stream().map(beneficiary -> new ClaimKey(scan.code(), beneficiary.slot())));
    }

    /** The same with the sale of the code. */
    public ClaimRequest of(SaleAttribution known) {
        return new ClaimRequest(id, slot, draw, scan, partnerClaim, known, answer);
    }

    /** The same without the beneficiaries whose slot of the code is held already. */
    public ClaimRequest without(Set<ClaimKey> held) {
        List<Beneficiary> rest = sale.beneficiaries().stream()
                .filter(beneficiary -> !held.contains(new ClaimKey(scan.code(), beneficiary.slot())))
                .toList();
        return of(new SaleAttribution(rest, sale.unpaid()));
    }

    /** The claim of a beneficiary that follows this one. */
    public ClaimRequest forBeneficiary(Beneficiary beneficiary) {
        return new ClaimRequest(
                beneficiary.id(),
                beneficiary.slot(),
                draw,
                scan.of(beneficiary.member()),
                Optional.of(new PartnerClaim(beneficiary.partner(), Optional.of(id))),
                SaleAttribution.NONE,
                Optional.empty());
    }

    /**
     * The answer to a request with an Idempotency-Key.
     *
     * @param scope the pseudonym of the person, to whom the key belongs
     * @param key the key
     * @param fingerprint the parts of the request that a repetition must share
     * @param write writes the answer as JSON, given the outcome
     */
    public record StoredAnswer(UUID scope, String key, String fingerprint, Function<ClaimOutcome, String> write) {}
}
