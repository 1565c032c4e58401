package dev.yima.engine.condition;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request for a claim, as it is known before the commit.
 *
 * @param at the moment
 * @param zone the campaign's zone
 * @param origin the region of the request's network, read only if a condition asks; empty when it is unknown
 */
public record ClaimAttempt(Instant at, ZoneId zone, Supplier<Optional<Region>> origin) {}
