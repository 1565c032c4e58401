package dev.yima.gateway.scanstate;

import dev.yima.gateway.history.ScanHistory.Past;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a code at the moment of a scan.
 *
 * @param count how many scans are counted, this one included if it counts
 * @param firstAt when the first was, null when there was none
 * @param firstMember whose it was, null when there was none
 * @param claimedBy who holds the consumer's claim, null when nobody is known to
 * @param counted whether this scan counts: false for the same person's within the window, and for a mere question
 * @param news what PostgreSQL knew and the gate does not, null when nothing
 */
public record ScanState(
        long count,
        @Nullable Instant firstAt,
        @Nullable UUID firstMember,
        @Nullable UUID claimedBy,
        boolean counted,
        @Nullable News news) {

    /**
     * What the gate is yet to be told.
     *
     * @param past the time before the gate first saw the code
     * @param repeats whether the gate counted a scan of a person whom PostgreSQL had counted a moment before
     */
    record News(Past past, boolean repeats) {}

    /** Whether another person's scan came first. */
    public boolean seenByOtherThan(UUID member) {
        return firstMember != null && !firstMember.equals(member);
    }
}
