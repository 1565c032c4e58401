package dev.yima.engine.scan;

/**
 * What is to be done with a scan, and what to say.
 *
 * @param kind what is to be done
 * @param verdict what to say
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
