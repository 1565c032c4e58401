package dev.yima.engine.prize;

/** How prizes are drawn. */
public enum DrawKind {
    /** So many prizes among so many claims, without replacement. */
    EXACT,
    /** Each claim wins with the odds of the lines; each line has so many prizes at most. */
    ODDS
}
