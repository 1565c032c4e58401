package dev.yima.gateway.supply.movement;

import dev.yima.gateway.supply.movement.Movement.Kind;
import dev.yima.gateway.supply.movement.Movement.Partner;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The custody of a code while its movements are replayed in the order of time. A step moves the code itself, at level
 * 0, or one of its ancestors, further out with each level. An item moved individually after its pack no longer shares
 * the pack's location.
 */
final class CustodyState {
    /**
     * A movement of the code or of an ancestor.
     *
     * @param level the level of the code that was moved: 0 for the code itself, 1 for its parent, and so on
     * @param movement the movement
     */
    record Step(int level, Movement movement) {}

    private @Nullable Partner dealer;
    private int dealerLevel;
    private @Nullable Partner holder;
    private int holderLevel;
    private final Set<UUID> sentTo = new HashSet<>();

    /**
     * The rule against a step as the next one; null where none is. A fault in a pack's own history is the pack's only.
     */
    @Nullable RejectionReason rejection(Step step) {
        Partner partner = step.movement.partner();
        if (step.level > 0) {
            return rejectionOfPack(step, partner);
        }
        return switch (step.movement.kind()) {
            case OUTBOUND -> isWith(partner) ? RejectionReason.SENT_ALREADY : rejectionElsewhere(partner);
            case RECEIPT, RETURN -> sentTo.contains(partner.id()) ? null : RejectionReason.NOT_THERE;
        };
    }

    private @Nullable RejectionReason rejectionOfPack(Step step, Partner partner) {
        if (isPartElsewhere(step, partner)) {
            return RejectionReason.PART_ELSEWHERE;
        }
        boolean again = step.movement.kind() == Kind.OUTBOUND && holderLevel < step.level && isWith(partner);
        return again ? RejectionReason.SENT_ALREADY : null;
    }

    private boolean isWith(Partner partner) {
        return holder != null && holder.id().equals(partner.id());
    }

    /** Goods of a dealer may go to a store that is no other dealer's; they come back from there by a return only. */
    private @Nullable RejectionReason rejectionElsewhere(Partner to) {
        UUID next = to.responsibleDealer();
        if (dealer == null || next == null) {
            return null;
        }
        return to.isDealer() || !next.equals(dealer.id()) ? RejectionReason.ELSEWHERE : null;
    }

    /** Whether a step of a pack would take the code from a partner who got it individually. */
    private boolean isPartElsewhere(Step step, Partner partner) {
        if (step.movement.kind() == Kind.RECEIPT) {
            return false;
        }
        boolean touchesDealer = step.movement.kind() == Kind.OUTBOUND || partner.isDealer();
        boolean ofDealer = dealer != null
                && dealerLevel < step.level
                && touchesDealer
                && !dealer.id().equals(partner.responsibleDealer());
        boolean ofStore = holder != null
                && !holder.isDealer()
                && holderLevel < step.level
                && !holder.id().equals(partner.id());
        return ofDealer || ofStore;
    }

    /** Applies a step, whether a rule is against it or not. */
    void apply(Step step) {
        Partner partner = step.movement.partner();
        switch (step.movement.kind()) {
            case OUTBOUND -> {
                sentTo.add(partner.id());
                holder = partner;
                holderLevel = step.level;
                if (partner.isDealer()) {
                    dealer = partner;
                    dealerLevel = step.level;
                }
            }
            case RETURN -> {
                sentTo.remove(partner.id());
                dealer = partner.isDealer() ? null : dealer;
                holder = dealer;
                holderLevel = dealerLevel;
            }
            case RECEIPT -> {
                // A receipt confirms an arrival; custody has changed with the shipment.
            }
        }
    }
}
