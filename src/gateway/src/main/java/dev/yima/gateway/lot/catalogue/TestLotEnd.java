package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.expiry.Expiry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Ends what the codes of a test lot won, once it is void: packets that were not opened, coupons that were not redeemed
 * and cash that was not received go back by the ways of everything that expires. Doing it again changes nothing.
 */
@ApplicationScoped
class TestLotEnd {
    private static final int CLAIMS_MAX = 1_000;
    private static final String CLAIMS = """
            SELECT serial, slot::text AS of_slot, id FROM claim
            WHERE lot = $1 AND (serial, slot) > ($2, $3::text::claim_slot)
            ORDER BY serial, slot LIMIT $4""";

    private final Pool pool;
    private final List<Expiry> expiries;
    private final Clock clock;

    TestLotEnd(Pool pool, @All List<Expiry> expiries, Clock clock) {
        this.pool = pool;
        this.expiries = expiries;
        this.clock = clock;
    }

    /** Ends what the codes of a lot won. */
    Uni<Void> end(LotNumber lot) {
        return endAfter(lot, -1, "CONSUMER");
    }

    private Uni<Void> endAfter(LotNumber lot, int serial, String slot) {
        return pool.preparedQuery(CLAIMS)
                .execute(Tuple.of(lot.value(), serial, slot, CLAIMS_MAX))
                .map(rows -> Rows.map(rows, row -> row))
                .flatMap(claims -> claims.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : end(claims).flatMap(done -> {
                            Row last = claims.get(claims.size() - 1);
                            return endAfter(lot, last.getInteger("serial"), last.getString("of_slot"));
                        }));
    }

    private Uni<Void> end(List<Row> claims) {
        UUID[] ids = claims.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
        return Multi.createFrom()
                .iterable(expiries)
                .onItem()
                .transformToUniAndConcatenate(
                        kind -> kind.endNow(pool, ids, clock.instant()).replaceWith(kind))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
