package dev.yima.gateway.history;

import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The holders of consumers' claims in PostgreSQL: one look into an index per code, for many codes at once. */
@ApplicationScoped
public class ClaimHolders {
    private static final int ROWS_MAX = 1_024;
    private static final String READ = """
            SELECT q.n, c.member_id
            FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS q(lot, serial, n)
            JOIN claim c ON c.lot = q.lot AND c.serial = q.serial AND c.slot = 'CONSUMER'""";

    private final Pool pool;
    private final Batcher<CodeRef, Optional<UUID>> batcher;

    ClaimHolders(DatabasePools pools, Vertx vertx, YimaConfig config) {
        this.pool = pools.reads();
        this.batcher = new Batcher<>(
                vertx, ROWS_MAX, config.limits().queueMax(), config.limits().readWithin(), this::read);
    }

    /**
     * The member who holds the claim of a code; empty when nobody does. Fails when PostgreSQL does not answer in time,
     * or too many are waiting.
     */
    public Uni<Optional<UUID>> of(CodeRef code) {
        return batcher.submit(code);
    }

    private Uni<List<Optional<UUID>>> read(List<CodeRef> codes) {
        Tuple columns =
                Columns.of(codes).ints(CodeRef::lot).ints(CodeRef::serial).tuple();
        return pool.preparedQuery(READ).execute(columns).map(rows -> {
            List<Optional<UUID>> holders = new ArrayList<>(Collections.nCopies(codes.size(), Optional.empty()));
            rows.forEach(row -> holders.set(row.getLong("n").intValue() - 1, Optional.of(row.getUUID("member_id"))));
            return holders;
        });
    }
}
