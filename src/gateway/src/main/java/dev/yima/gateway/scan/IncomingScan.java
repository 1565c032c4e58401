package dev.yima.gateway.scan;

import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.gateway.history.GeoPosition;
import dev.yima.gateway.idempotency.IdempotentRequest;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.visitor.Audience;
import dev.yima.gateway.visitor.Visitor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to scan a code.
 *
 * @param code the text that was typed or scanned
 * @param person the visitor
 * @param network the network of the request
 * @param browser the User-Agent of the request
 * @param place the position that the visitor offered; null for none
 * @param intent to claim, or to look only
 * @param purpose whether the scan is recorded
 * @param audience the reader of the answer
 * @param at the time of the request
 * @param idempotent the request with its Idempotency-Key; null without one
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
        Instant at,
        @Nullable IdempotentRequest idempotent) {}
