package dev.yima.gateway.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scan that happened.
 *
 * @param brand whose code it was
 * @param code which code
 * @param member who scanned
 * @param at when, in milliseconds
 * @param nth how many scans of the code are counted, this one included
 * @param counted false when it is the same person's scan within the window of one that is counted
 * @param place where, null when it was not offered
 * @param from from where, as the network tells; null when it does not
 */
public record ScanRecord(
        UUID brand,
        CodeRef code,
        UUID member,
        Instant at,
        long nth,
        boolean counted,
        @Nullable GeoPosition place,
        @Nullable ScanOrigin from) {

    /** The same scan, as that of somebody who earns by it; it counts for whoever made it. */
    public ScanRecord of(UUID earner) {
        return new ScanRecord(brand, code, earner, at, nth, false, place, from);
    }

    /** The same scan, when another one of the same person counts for it. */
    public ScanRecord uncounted() {
        return new ScanRecord(brand, code, member, at, nth, false, place, from);
    }
}
