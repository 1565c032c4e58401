package dev.yima.engine.scan;

/** The life of a lot: {@code MINTED → ACTIVE ⇄ FROZEN → VOID}, and {@code MINTED → VOID} for a lot never sold. */
public enum LotState {
    /** Codes may exist on paper, but a scan says "not active". */
    MINTED,
    /** On sale: scans verify and pay. */
    ACTIVE,
    /** Nothing pays until it is unfrozen; dominates everything else. */
    FROZEN,
    /** Withdrawn for good. */
    VOID;

    /** Whether a lot may go from this state to another. */
    public boolean mayBecome(LotState next) {
        return switch (next) {
            case MINTED -> false;
            case ACTIVE -> this == MINTED || this == FROZEN;
            case FROZEN -> this == ACTIVE;
            case VOID -> this != VOID;
        };
    }
}
