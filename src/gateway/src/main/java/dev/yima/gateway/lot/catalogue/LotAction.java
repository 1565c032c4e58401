package dev.yima.gateway.lot.catalogue;

import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Actions of staff that change the state of a lot. An action on a lot in its target state changes nothing. */
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

    /** The target state. */
    LotState to() {
        return to;
    }

    /** Whether the action applies to a lot in a state; only UNFREEZE applies to a frozen one that goes on sale. */
    boolean isPossibleFrom(LotState state) {
        return switch (this) {
            case ACTIVATE -> state == LotState.MINTED;
            case UNFREEZE -> state == LotState.FROZEN;
            case FREEZE, VOID -> state.mayBecome(to);
        };
    }

    /** The reason of a lot after the action: what was known before a void stays known, unless staff say otherwise. */
    @Nullable StopReason reasonAfter(@Nullable StopReason before, @Nullable StopReason given) {
        return switch (this) {
            case ACTIVATE, UNFREEZE -> null;
            case FREEZE, VOID -> given == null ? before : given;
        };
    }

    /** The action's name in the audit log. */
    String auditWord() {
        return "lot." + name().toLowerCase(Locale.ROOT);
    }
}
