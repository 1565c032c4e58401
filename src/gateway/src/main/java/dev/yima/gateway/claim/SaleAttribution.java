package dev.yima.gateway.claim;

import dev.yima.engine.prize.ClaimSlot;
import java.util.List;
import java.util.UUID;

/**
 * Who sold what is claimed.
 *
 * @param earners who earns by it
 * @param unpaid whose reward a rule keeps back
 */
public record SaleAttribution(List<Beneficiary> earners, List<Unpaid> unpaid) {
    /** Sold by nobody who is known. */
    public static final SaleAttribution NONE = new SaleAttribution(List.of(), List.of());

    /** Makes a sale. */
    public SaleAttribution {
        earners = List.copyOf(earners);
        unpaid = List.copyOf(unpaid);
    }

    /**
     * A reward that is not given.
     *
     * @param slot whose it would have been
     * @param partner the store that it would have been earned at
     * @param rule why not
     */
    public record Unpaid(ClaimSlot slot, UUID partner, Rule rule) {}

    /** Why a store earns nothing by a claim: its own people claim as consumers. */
    public enum Rule {
        /** The claimant works there, on the same phone. */
        SAME_PERSON,
        /** A browser like that of somebody who works there claims from the same network. */
        SAME_DEVICE,
        /** The claim comes from the network on which somebody who works there was within a day. */
        SAME_NETWORK
    }
}
