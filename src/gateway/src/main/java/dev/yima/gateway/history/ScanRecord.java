package dev.yima.gateway.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scan to be stored.
 *
 * @param brand the brand of the code
 * @param code the code
 * @param member the person who scanned, as the brand knows them
 * @param at the time of the scan, to the millisecond
 * @param nth the number of counted scans of the code, this one included
 * @param counted false for a scan within the window of a counted one of the same person
 * @param position the position, null when none was offered
 * @param origin the origin by the network, null when it is unknown
 */
public record ScanRecord(
        UUID brand,
        CodeRef code,
        UUID member,
        Instant at,
        long nth,
        boolean counted,
        @Nullable GeoPosition position,
        @Nullable ScanOrigin origin) {

    /** The same scan as a row of another member who earns a reward by it; uncounted, and not at anybody's position. */
    public ScanRecord of(UUID beneficiary) {
        return new ScanRecord(brand, code, beneficiary, at, nth, false, null, origin);
    }

    /** The same scan, uncounted because another of the same person counts. */
    public ScanRecord uncounted() {
        return new ScanRecord(brand, code, member, at, nth, false, position, origin);
    }
}
