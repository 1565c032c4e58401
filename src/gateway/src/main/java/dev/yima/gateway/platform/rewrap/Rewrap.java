package dev.yima.gateway.platform.rewrap;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static java.util.stream.Collectors.summingLong;

import dev.yima.gateway.platform.crypto.KeyEncryption;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SealedColumn;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.rewrap.RewrapReport.Remaining;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Seals secrets again that are under an earlier key, some at a time. A call is one transaction, which waits for no row:
 * what somebody else holds is done by a later call. So it goes on from wherever the last one ended.
 */
@ApplicationScoped
class Rewrap {
    private static final Logger LOG = Logger.getLogger(Rewrap.class);
    private static final int ROWS_MAX = 500;
    private static final int COUNTED_MAX = 10_000;

    private final Pool pool;
    private final List<SealedColumn> columns;
    private final KeyEncryption keys;
    private final KeyVault vault;
    private final AuditLog audit;

    Rewrap(Pool pool, @All List<SealedColumn> columns, KeyEncryption keys, KeyVault vault, AuditLog audit) {
        this.pool = pool;
        this.columns = List.copyOf(columns);
        this.keys = keys;
        this.vault = vault;
        this.audit = audit;
    }

    /** Seals secrets again, at most {@value #ROWS_MAX} of each kind and key, and tells what is left. */
    Uni<RewrapReport> next(Staff who) {
        return pool.withTransaction(
                        tx -> reseal(tx).call(resealed -> audit.write(tx, who, "kek.rewrap", keys.current())))
                .flatMap(resealed ->
                        remaining().map(remaining -> new RewrapReport(keys.current(), resealed, remaining)));
    }

    private Uni<Integer> reseal(SqlConnection tx) {
        return Multi.createFrom()
                .iterable(columns)
                .flatMap(column -> Multi.createFrom().iterable(keys.live()).map(key -> new Part(column, key)))
                .filter(part -> !part.key.equals(keys.current()))
                .onItem()
                .transformToUniAndConcatenate(part -> reseal(tx, part))
                .collect()
                .with(summingInt(resealed -> resealed));
    }

    private record Part(SealedColumn column, String key) {}

    private Uni<Integer> reseal(SqlConnection tx, Part part) {
        return tx.preparedQuery(part.column.lock())
                .execute(SealedColumn.under(part.key, ROWS_MAX))
                .flatMap(rows -> {
                    List<Tuple> stored = new ArrayList<>();
                    rows.forEach(row -> reseal(part.column.purpose(), row, stored));
                    return stored.isEmpty()
                            ? Uni.createFrom().item(0)
                            : tx.preparedQuery(part.column.store())
                                    .executeBatch(stored)
                                    .replaceWith(stored.size());
                });
    }

    private void reseal(String purpose, Row row, List<Tuple> stored) {
        UUID id = row.getUUID("id");
        vault.open(purpose, id, row.getBuffer("sealed").getBytes())
                .ifPresentOrElse(
                        secret -> stored.add(SealedColumn.secret(id, vault.seal(purpose, id, secret))),
                        () -> LOG.errorf("Damaged, or moved from another row: %s of %s", purpose, id));
    }

    private Uni<List<Remaining>> remaining() {
        return Multi.createFrom()
                .iterable(columns)
                .onItem()
                .transformToUniAndConcatenate(column ->
                        pool.preparedQuery(column.others()).execute(SealedColumn.under(keys.current(), COUNTED_MAX)))
                .onItem()
                .transformToIterable(rows -> Rows.map(rows, row -> row))
                .collect()
                .with(groupingBy(
                        row -> SealedColumn.key(row.getBuffer("header")),
                        TreeMap::new,
                        summingLong(row -> row.getLong("total"))))
                .map(this::remaining);
    }

    private List<Remaining> remaining(Map<String, Long> secrets) {
        return secrets.entrySet().stream()
                .map(key ->
                        new Remaining(key.getKey(), key.getValue(), keys.live().contains(key.getKey())))
                .toList();
    }
}
