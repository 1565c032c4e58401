package dev.yima.gateway.history;

import java.time.Instant;
import java.util.UUID;

/**
 * Counted scans of a code that have no row each.
 *
 * @param code the code
 * @param brand its brand
 * @param earlier the number of those that were counted in earlier states of Redis than the latest
 * @param counted the number of those that were counted in the latest
 * @param since the time at which Redis first saw the code in its latest state
 */
public record ScanTally(CodeRef code, UUID brand, long earlier, long counted, Instant since) {
    /** The tally of one scan, counted in a state that Redis has had since a moment. */
    public static ScanTally of(ScanRecord scan, Instant since) {
        return new ScanTally(scan.code(), scan.brand(), 0, 1, since);
    }

    /** Both tallies of a code as one. */
    public ScanTally plus(ScanTally other) {
        if (other.since.isAfter(since)) {
            return other.plus(this);
        }
        boolean sameState = other.since.equals(since);
        return new ScanTally(
                code,
                brand,
                earlier + other.earlier + (sameState ? 0 : other.counted),
                counted + (sameState ? other.counted : 0),
                since);
    }
}
