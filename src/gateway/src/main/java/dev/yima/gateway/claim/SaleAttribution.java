package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Attribution of a claimed code's sale to those who sold it.
 *
 * @param beneficiaries those who earn by it
 * @param unpaid the rewards that a rule withholds
 */
public record SaleAttribution(List<Beneficiary> beneficiaries, List<Unpaid> unpaid) {
    /** A sale without a known seller. */
    public static final SaleAttribution NONE = new SaleAttribution(List.of(), List.of());

    /** Makes an attribution. */
    public SaleAttribution {
        beneficiaries = List.copyOf(beneficiaries);
        unpaid = List.copyOf(unpaid);
    }

    /**
     * A reward that is withheld.
     *
     * @param slot the slot of the reward
     * @param partner the store that it would have been earned at
     * @param rule the rule that withholds it
     */
    public record Unpaid(ClaimSlot slot, UUID partner, Rule rule) {}

    /** Rules by which a store earns nothing by a claim: its own employees claim as consumers. */
    @Schema(name = "WithholdingRule")
    public enum Rule {
        /** The claimant works there, on the same phone. */
        SAME_PERSON,
        /** A browser like that of somebody who works there claims from the same network. */
        SAME_DEVICE,
        /** The claim comes from the network on which somebody who works there was within a day. */
        SAME_NETWORK
    }
}
