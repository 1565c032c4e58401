package dev.yima.gateway.scanstate;

import dev.yima.gateway.history.ScanHistory.CodeHistory;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of a code at the moment of a scan.
 *
 * @param count the number of counted scans, this one included if it counts
 * @param firstAt the time of the first scan, null when there was none
 * @param firstMember the member who made the first scan, null when there was none
 * @param claimedBy the holder of the consumer's claim, null when none is known
 * @param claimConfirmed whether PostgreSQL says the same of the claim, now or a moment ago; false while it is away
 * @param counted whether this scan counts: false within the window of the same person's last one, and for a mere read
 * @param since the time at which Redis first saw the code, so that the scans it counts itself are those from then on;
 *     the time of the scan while Redis is away
 * @param update facts of PostgreSQL that Redis lacks, null when it lacks none
 */
public record ScanState(
        long count,
        @Nullable Instant firstAt,
        @Nullable UUID firstMember,
        @Nullable UUID claimedBy,
        boolean claimConfirmed,
        boolean counted,
        Instant since,
        @Nullable StateUpdate update) {

    /**
     * Facts of PostgreSQL that are still to be merged into Redis.
     *
     * @param history the scans from before Redis first saw the code
     * @param repeats whether Redis counted a scan of a person of whom PostgreSQL had counted one within the window
     */
    record StateUpdate(CodeHistory history, boolean repeats) {}

    /** The same with the holder of the claim as PostgreSQL has it, null when there is none. */
    ScanState confirmed(@Nullable UUID holder) {
        return new ScanState(count, firstAt, firstMember, holder, true, counted, since, update);
    }

    /** Whether the first scan was another person's. */
    public boolean scannedFirstByOtherThan(UUID member) {
        return firstMember != null && !firstMember.equals(member);
    }
}
