package dev.yima.gateway.request;

import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.gateway.history.GeoPosition;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.member.identity.Visitor;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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
        Instant at) {

    /**
     * Who reads the answer.
     *
     * @param brand the brand whose staff it is, empty for the public: a forgery must not learn that it is one
     */
    public record Audience(Optional<UUID> brand) {
        public static final Audience PUBLIC = new Audience(Optional.empty());

        /** Whether a forged code may be told from one that is not on sale: by the lot's own brand only. */
        public boolean mayKnow(Optional<CachedLot> lot) {
            return brand.isPresent() && (lot.isEmpty() || lot.get().brand().id().equals(brand.get()));
        }
    }
}
