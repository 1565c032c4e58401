package dev.yima.engine.scan;

/** Verdicts on the code of a scan. */
public enum Verdict {
    /** Genuine, and no other person's scan came before. */
    GENUINE_FIRST,
    /** Genuine, but another person has scanned it before. */
    GENUINE_REPEAT,
    /** Genuine, but its lot is not on sale yet. The public is told so of every code that is not recognised. */
    NOT_ACTIVE,
    /** Genuine, but its lot is under investigation. */
    FROZEN,
    /** Genuine, but its lot was withdrawn for good, or the code was misprinted. */
    VOID,
    /** Not minted here. The public is told {@link #NOT_ACTIVE}: a forgery must not learn that it is one. */
    UNKNOWN
}
