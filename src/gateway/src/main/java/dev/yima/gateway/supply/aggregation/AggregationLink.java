package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One code in another.
 *
 * @param child what is packed
 * @param parent what it is packed into
 * @param since since when
 * @param until until when; null while it holds
 */
record AggregationLink(
        CodeRef child,
        CodeRef parent,
        Instant since,
        @Nullable Instant until) {}
