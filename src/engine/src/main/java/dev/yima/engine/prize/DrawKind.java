package dev.yima.engine.prize;

/** Kinds of draws. */
public enum DrawKind {
    /** So many prizes among so many claims, without replacement. */
    EXACT,
    /** Each claim wins with the odds of the lines; each line has so many prizes at most. */
    ODDS
}
