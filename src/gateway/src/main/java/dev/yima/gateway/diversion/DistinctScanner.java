package dev.yima.gateway.diversion;

import dev.yima.gateway.diversion.AttributedScan.Attribution;
import dev.yima.gateway.history.CodeRef;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person, or a network on a day, that is counted once for a case and once for all goods of its dealer.
 *
 * @param pack the case; null for all goods of the dealer
 * @param dealer the dealer
 * @param kind person or network
 * @param id the pseudonym
 */
public record DistinctScanner(@Nullable CodeRef pack, UUID dealer, Kind kind, UUID id) {
    /** Kind of a scanner. */
    public enum Kind {
        /** A person who scanned. */
        PERSON,
        /** A network on a day. */
        NETWORK
    }

    /** The scanner for the case of an attribution, and for its dealer. */
    public static List<DistinctScanner> both(Kind kind, Attribution place, UUID id) {
        return List.of(
                new DistinctScanner(place.pack(), place.dealer(), kind, id),
                new DistinctScanner(null, place.dealer(), kind, id));
    }

    static DistinctScanner of(Row row) {
        return new DistinctScanner(
                row.getInteger("lot") == null ? null : CodeRef.of(row),
                row.getUUID("dealer_id"),
                Kind.valueOf(row.getString("kind")),
                row.getUUID("id"));
    }
}
