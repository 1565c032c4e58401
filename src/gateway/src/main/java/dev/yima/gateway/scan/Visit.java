package dev.yima.gateway.scan;

import dev.yima.engine.ScanFacts.Intent;
import dev.yima.gateway.history.Place;
import dev.yima.gateway.lot.KnownLot;
import dev.yima.gateway.member.Person;
import dev.yima.gateway.risk.Network;
import dev.yima.gateway.risk.RiskGate.Purpose;
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
record Visit(
        String code,
        Person person,
        Network network,
        String browser,
        @Nullable Place place,
        Intent intent,
        Purpose purpose,
        Audience audience,
        Instant at) {

    /**
     * Who reads the answer.
     *
     * @param brand the brand whose staff it is, empty for the public: a forgery must not learn that it is one
     */
    record Audience(Optional<UUID> brand) {
        static final Audience PUBLIC = new Audience(Optional.empty());

        /** Whether a forged code may be told from one that is not on sale: by the lot's own brand only. */
        boolean mayKnow(Optional<KnownLot> lot) {
            return brand.isPresent() && (lot.isEmpty() || lot.get().brand().id().equals(brand.get()));
        }
    }
}
