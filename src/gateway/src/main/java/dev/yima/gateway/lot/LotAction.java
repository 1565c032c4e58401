package dev.yima.gateway.lot;

import dev.yima.engine.LotState;
import java.util.Locale;
import java.util.Set;

/** What staff can do to a lot. Doing again what is done already changes nothing. */
enum LotAction {
    /** Puts a minted lot on sale. */
    ACTIVATE(LotState.ACTIVE, Set.of(LotState.MINTED)),
    /** Stops a lot that is on sale. */
    FREEZE(LotState.FROZEN, Set.of(LotState.ACTIVE)),
    /** Puts a frozen lot back on sale. */
    UNFREEZE(LotState.ACTIVE, Set.of(LotState.FROZEN)),
    /** Withdraws a lot for good. */
    VOID(LotState.VOID, Set.of(LotState.MINTED, LotState.ACTIVE, LotState.FROZEN));

    private final LotState to;
    private final Set<LotState> from;

    LotAction(LotState to, Set<LotState> from) {
        this.to = to;
        this.from = from;
    }

    LotState to() {
        return to;
    }

    boolean isPossibleFrom(LotState state) {
        return from.contains(state) && state.mayBecome(to);
    }

    /** As the audit writes it. */
    String word() {
        return "lot." + name().toLowerCase(Locale.ROOT);
    }
}
