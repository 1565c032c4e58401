package dev.yima.engine.scan;

/** Verdicts on the code of a scan. */
public enum Verdict {
    /** Genuine, and no other person's scan came before. */
    GENUINE_FIRST,
    /** Genuine, but another person has scanned it before. */
    GENUINE_REPEAT,
    /** Genuine, but its lot is not on sale yet. */
    NOT_ACTIVE,
    /** Genuine, but its lot is under investigation. */
    FROZEN,
    /** Genuine, but its lot was withdrawn for good. */
    VOID,
    /** Not minted here. The public is told {@link #NOT_ACTIVE}. */
    UNKNOWN;

    /** The word the public reads: a forgery must not learn that it is one. */
    public Verdict inPublic() {
        return this == UNKNOWN ? NOT_ACTIVE : this;
    }
}
