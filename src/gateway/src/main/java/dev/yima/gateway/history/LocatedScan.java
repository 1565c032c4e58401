package dev.yima.gateway.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scan whose province is known from its network.
 *
 * @param code the code that was scanned
 * @param member the person who scanned, as the brand knows them
 * @param network the pseudonym of the network for that day; null for scans from before those were stored
 * @param brand the brand of the code
 * @param at the time of the scan
 * @param region the province, a code of GB/T 2260, or 000000 for abroad
 */
public record LocatedScan(
        CodeRef code, UUID member, @Nullable UUID network, UUID brand, Instant at, String region) {}
