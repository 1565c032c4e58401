package dev.yima.engine.prize;

import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import java.util.Optional;

/**
 * A reward that a consumer's claim gives to somebody else in the same commit: to the store that sold the item, to its
 * guide, or to the dealer who supplied it.
 *
 * @param slot the beneficiary: {@link ClaimSlot#STORE}, {@link ClaimSlot#GUIDE} or {@link ClaimSlot#DEALER}
 * @param nth the number among a person's rewards of the slot, given in place of the usual one (a ladder); empty for the
 *     usual one, of which a slot has one at most
 * @param prize money or points, the same amount each time
 */
public record SlotReward(ClaimSlot slot, Optional<Nth> nth, Prize prize) {
    /**
     * Makes a reward.
     *
     * @throws IllegalArgumentException when the slot is the consumer's, or the prize is anything but a plain amount
     */
    public SlotReward {
        boolean others = switch (slot) {
            case STORE, GUIDE, DEALER -> true;
            case CONSUMER, SHARE -> false;
        };
        if (!others) {
            throw new IllegalArgumentException("must be STORE, GUIDE or DEALER: slot=" + slot);
        }
        if (!prize.kind().isAmount()
                || prize.isRange()
                || prize.odds().isPresent()
                || !prize.details().equals(PrizeDetails.NONE)) {
            throw new IllegalArgumentException("must be a plain amount of CASH or POINTS: " + slot);
        }
    }

    /** Whether it is given in place of the usual one. */
    public boolean isLadder() {
        return nth.isPresent();
    }

    /** Whether the calendar matters. */
    public boolean tellsTime() {
        return nth.filter(which -> which.per() != Window.EVER).isPresent();
    }
}
