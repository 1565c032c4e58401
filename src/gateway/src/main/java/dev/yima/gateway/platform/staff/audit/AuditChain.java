package dev.yima.gateway.platform.staff.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The chain of each brand's audit: the link of an entry is the SHA-256 of the link before it and the entry's text. So
 * whoever kept a link sees whether anything before it was changed, left out or put in.
 */
@ApplicationScoped
class AuditChain {
    private static final int ROWS_MAX = 1_000;
    private static final String TAKE = """
            SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT $1 FOR UPDATE SKIP LOCKED""";
    private static final String READ = """
            SELECT id, brand_id, audit_text(a) AS entry FROM audit a WHERE id = ANY ($1) ORDER BY id""";
    private static final String HEADS = """
            SELECT s.* FROM unnest($1::uuid[]) AS b(brand_id)
            CROSS JOIN LATERAL (SELECT brand_id, number, encode(link, 'hex') AS link FROM audit_seal
                WHERE brand_id = b.brand_id ORDER BY number DESC LIMIT 1) AS s""";
    private static final String SEAL = """
            INSERT INTO audit_seal (brand_id, number, entry_id, link)
            SELECT brand_id, number, entry_id, decode(link, 'hex')
            FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[]) AS n(brand_id, number, entry_id, link)""";
    private static final String DONE = "DELETE FROM audit_unsealed WHERE entry_id = ANY ($1)";
    // By the entries themselves, since whoever holds one up may also take it out of those that wait.
    private static final String LONGEST_WAIT = """
            SELECT clock_timestamp() AS now, a.happened_at FROM audit a
            WHERE a.id > $1 AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = a.id)
            ORDER BY a.id LIMIT 1""";
    private static final String EXPORT = """
            SELECT s.number, encode(s.link, 'hex') || ' ' || audit_text(a) AS line
            FROM audit_seal s JOIN audit a ON a.id = s.entry_id
            WHERE s.brand_id = $1 AND s.number > $2 ORDER BY s.number LIMIT $3""";

    private static final Duration LOOKED_BACK = Duration.ofDays(1);

    private final Pool workers;
    private final Pool reports;
    private final Clock clock;

    AuditChain(DatabasePools pools, Clock clock) {
        this.clock = clock;
        this.workers = pools.workers();
        this.reports = pools.reports();
    }

    /**
     * The last link of a chain.
     *
     * @param number the number of its entry; 0 before the first one
     * @param link the link, in hexadecimal digits
     */
    @Schema(name = "AuditHead")
    record Head(
            @Schema(examples = "1204") long number,
            @Schema(examples = "9f86d081884c7d65…") String link) {
        /** The link before a brand's first entry: of the first line of its export. */
        static Head first(UUID brand) {
            return new Head(0, hex(Digests.sha256(header(brand).getBytes(UTF_8))));
        }

        Head next(String entry) {
            byte[] before = HexFormat.of().parseHex(link);
            byte[] text = entry.getBytes(UTF_8);
            byte[] both = new byte[before.length + text.length];
            System.arraycopy(before, 0, both, 0, before.length);
            System.arraycopy(text, 0, both, before.length, text.length);
            return new Head(number + 1, hex(Digests.sha256(both)));
        }
    }

    private record Sealed(UUID brand, UUID entry, Head head) {}

    /** Seals entries that wait, at most {@value #ROWS_MAX}; returns whether there may be more. */
    Uni<Boolean> seal() {
        return workers.withTransaction(tx -> tx.preparedQuery(TAKE)
                .execute(Tuple.of(ROWS_MAX))
                .flatMap(rows -> {
                    List<UUID> taken = Rows.map(rows, row -> row.getUUID("entry_id"));
                    return taken.isEmpty()
                            ? Uni.createFrom().item(false)
                            : tx.preparedQuery(READ)
                                    .execute(Columns.of(taken).uuids(id -> id).tuple())
                                    .flatMap(entries -> seal(tx, Rows.map(entries, row -> row)))
                                    .replaceWith(taken.size() == ROWS_MAX);
                }));
    }

    /**
     * The time that the oldest entry of the last day has waited for its seal, also one that somebody keeps from it;
     * zero when all are sealed.
     */
    Uni<Duration> longestWait() {
        UUID aDayAgo = new UUID(clock.instant().minus(LOOKED_BACK).toEpochMilli() << 16, 0);
        return workers.preparedQuery(LONGEST_WAIT)
                .execute(Tuple.of(aDayAgo))
                .map(rows -> Rows.first(
                                rows,
                                row -> Duration.between(Rows.instant(row, "happened_at"), Rows.instant(row, "now")))
                        .orElse(Duration.ZERO));
    }

    private static Uni<Void> seal(SqlConnection tx, List<Row> entries) {
        UUID[] brands =
                entries.stream().map(row -> row.getUUID("brand_id")).distinct().toArray(UUID[]::new);
        return heads(tx, brands).flatMap(heads -> {
            List<Sealed> sealed = new ArrayList<>();
            for (Row row : entries) {
                UUID brand = row.getUUID("brand_id");
                Head head = heads.getOrDefault(brand, Head.first(brand)).next(row.getString("entry"));
                heads.put(brand, head);
                sealed.add(new Sealed(brand, row.getUUID("id"), head));
            }
            Tuple columns = Columns.of(sealed)
                    .uuids(Sealed::brand)
                    .longs(one -> one.head.number)
                    .uuids(Sealed::entry)
                    .texts(one -> one.head.link)
                    .tuple();
            return tx.preparedQuery(SEAL)
                    .execute(columns)
                    .flatMap(done -> tx.preparedQuery(DONE)
                            .execute(Columns.of(sealed).uuids(Sealed::entry).tuple()))
                    .replaceWithVoid();
        });
    }

    private static Uni<Map<UUID, Head>> heads(SqlConnection tx, UUID[] brands) {
        return tx.preparedQuery(HEADS)
                .execute(Tuple.tuple().addArrayOfUUID(brands))
                .map(rows -> Rows.map(rows, row -> row).stream()
                        .collect(Collectors.toMap(
                                row -> row.getUUID("brand_id"), AuditChain::head, (one, other) -> one, HashMap::new)));
    }

    /** The last link of a brand. */
    Uni<Head> head(UUID brand) {
        return reports.preparedQuery(HEADS)
                .execute(Tuple.tuple().addArrayOfUUID(new UUID[] {brand}))
                .map(rows -> Rows.first(rows, AuditChain::head).orElseGet(() -> Head.first(brand)));
    }

    /** The lines of a brand's export: a header, then link and text of each sealed entry, in the order of the chain. */
    Multi<String> export(UUID brand) {
        Multi<String> pages = Multi.createBy()
                .repeating()
                .uni(
                        AtomicLong::new,
                        last -> reports.preparedQuery(EXPORT)
                                .execute(Tuple.of(brand, last.get(), ROWS_MAX))
                                .map(rows -> Rows.map(rows, row -> {
                                    last.set(row.getLong("number"));
                                    return row.getString("line") + '\n';
                                })))
                .whilst(lines -> lines.size() == ROWS_MAX)
                .map(lines -> String.join("", lines));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(header(brand) + '\n'), pages);
    }

    private static Head head(Row row) {
        return new Head(row.getLong("number"), row.getString("link"));
    }

    private static String header(UUID brand) {
        return "yima-audit/1 " + brand;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
