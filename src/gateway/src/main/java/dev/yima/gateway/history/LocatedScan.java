package dev.yima.gateway.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scan of which the network told the province.
 *
 * @param code what was scanned
 * @param member by whom
 * @param network on which network, by its pseudonym for that day; null for scans from before those were remembered
 * @param brand whose code it is
 * @param at when
 * @param region where: a code of GB/T 2260, or 000000 for abroad
 */
public record LocatedScan(
        CodeRef code, UUID member, @Nullable UUID network, UUID brand, Instant at, String region) {}
