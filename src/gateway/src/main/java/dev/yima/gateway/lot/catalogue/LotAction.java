package dev.yima.gateway.lot.catalogue;

import dev.yima.engine.scan.LotState;
import java.util.Locale;

/** What staff can do to a lot. Doing again what is done already changes nothing. */
enum LotAction {
    /** Puts a minted lot on sale. */
    ACTIVATE(LotState.ACTIVE),
    /** Stops a lot that is on sale. */
    FREEZE(LotState.FROZEN),
    /** Puts a frozen lot back on sale. */
    UNFREEZE(LotState.ACTIVE),
    /** Withdraws a lot for good. */
    VOID(LotState.VOID);

    private final LotState to;

    LotAction(LotState to) {
        this.to = to;
    }

    LotState to() {
        return to;
    }

    /** Whether it can be done to a lot in a state; activating is not the way to unfreeze. */
    boolean isPossibleFrom(LotState state) {
        return switch (this) {
            case ACTIVATE -> state == LotState.MINTED;
            case UNFREEZE -> state == LotState.FROZEN;
            case FREEZE, VOID -> state.mayBecome(to);
        };
    }

    /** As the audit writes it. */
    String word() {
        return "lot." + name().toLowerCase(Locale.ROOT);
    }
}
