package dev.yima.codegen.server;

import java.util.Locale;

/** A change of state that staff may ask for. */
public enum LotChange {
    /** Its codes start to count. */
    ACTIVATE,
    /** Its codes stop counting, until it is unfrozen. */
    FREEZE,
    /** Ends a freeze. */
    UNFREEZE,
    /** Its codes never count again. */
    VOID;

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }
}
