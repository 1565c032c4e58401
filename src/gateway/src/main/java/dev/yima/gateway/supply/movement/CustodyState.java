package dev.yima.gateway.supply.movement;

import dev.yima.gateway.supply.movement.Movement.Kind;
import dev.yima.gateway.supply.movement.Movement.Partner;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * In whose hands a code is, while one goes along its way. A step is of the code itself, at level 0, or of something
 * that it is in, further out with each level. What moved by itself since its pack did is not where the pack is.
 */
final class CustodyState {
    /**
     * A movement on the way.
     *
     * @param level how far out what was moved is; 0 for the code itself
     * @param move the movement
     */
    record Step(int level, Movement move) {}

    private @Nullable Partner dealer;
    private int dealerLevel;
    private @Nullable Partner holder;
    private int holderLevel;
    private final Set<UUID> sentTo = new HashSet<>();

    /** Why a step cannot come next; null where it can. What is wrong with a pack's own way is said of the pack only. */
    @Nullable RejectionReason breach(Step step) {
        Partner partner = step.move.partner();
        if (step.level > 0) {
            return breachByPack(step, partner);
        }
        return switch (step.move.kind()) {
            case OUTBOUND -> isWith(partner) ? RejectionReason.SENT_ALREADY : isElsewhere(partner);
            case RECEIPT, RETURN -> sentTo.contains(partner.id()) ? null : RejectionReason.NOT_THERE;
        };
    }

    private @Nullable RejectionReason breachByPack(Step step, Partner partner) {
        if (isPartElsewhere(step, partner)) {
            return RejectionReason.PART_ELSEWHERE;
        }
        boolean again = step.move.kind() == Kind.OUTBOUND && holderLevel < step.level && isWith(partner);
        return again ? RejectionReason.SENT_ALREADY : null;
    }

    private boolean isWith(Partner partner) {
        return holder != null && holder.id().equals(partner.id());
    }

    /** Goods of a dealer may go to a store that is no other dealer's; they come back from there by a return only. */
    private @Nullable RejectionReason isElsewhere(Partner to) {
        UUID next = to.inHandsOf();
        if (dealer == null || next == null) {
            return null;
        }
        return to.isDealer() || !next.equals(dealer.id()) ? RejectionReason.ELSEWHERE : null;
    }

    /** Whether a pack's step would take the code from somebody who got it by itself. */
    private boolean isPartElsewhere(Step step, Partner partner) {
        if (step.move.kind() == Kind.RECEIPT) {
            return false;
        }
        boolean touchesDealer = step.move.kind() == Kind.OUTBOUND || partner.isDealer();
        boolean ofDealer = dealer != null
                && dealerLevel < step.level
                && touchesDealer
                && !dealer.id().equals(partner.inHandsOf());
        boolean ofStore = holder != null
                && !holder.isDealer()
                && holderLevel < step.level
                && !holder.id().equals(partner.id());
        return ofDealer || ofStore;
    }

    /** Goes one step on, whether it can be or not. */
    void take(Step step) {
        Partner partner = step.move.partner();
        switch (step.move.kind()) {
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
                // It says that goods have arrived, and puts them into nobody's hands.
            }
        }
    }
}
