package dev.yima.gateway.scan;

import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.gateway.history.GeoPosition;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.visitor.Audience;
import dev.yima.gateway.visitor.Visitor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a code in hand.
 *
 * @param code what they typed or their camera saw
 * @param person who
 * @param network from where, as the network tells
 * @param browser what their browser calls itself
 * @param place from where, as they offered to tell
 * @param intent what they want
 * @param purpose whether it is recorded
 * @param audience who reads the answer
 * @param at when
 */
public record IncomingScan(
        String code,
        Visitor person,
        ClientNetwork network,
        String browser,
        @Nullable GeoPosition place,
        Intent intent,
        Purpose purpose,
        Audience audience,
        Instant at) {}
