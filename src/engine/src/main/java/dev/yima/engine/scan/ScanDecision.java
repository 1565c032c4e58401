package dev.yima.engine.scan;

/**
 * The decision on a scan: an action and a verdict.
 *
 * @param kind the action
 * @param verdict the verdict
 */
public record ScanDecision(Kind kind, Verdict verdict) {
    /** The things that can be done with a scan. */
    public enum Kind {
        /** Nothing: the code is not in circulation, and no trace of the scan is left. */
        IGNORE,
        /** Record the look. */
        RECORD,
        /** Record the scan and try to take the code's claim. */
        CLAIM,
        /** Record the scan and answer with the reward that this person already has. */
        ANSWER_AGAIN
    }
}
