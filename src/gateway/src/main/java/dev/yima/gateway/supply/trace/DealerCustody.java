package dev.yima.gateway.supply.trace;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.movement.Movement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Which dealer had codes at a moment, and in which case they were, for others. Everything is found by keys; what a code
 * is in is taken as it is now, like {@link LocationLookup} does.
 */
@ApplicationScoped
public class DealerCustody {
    private static final String CHAINS = LocationLookup.UP + """
            SELECT up.of_lot, up.of_serial, up.lot, up.serial, up.since, l.kind FROM up JOIN lot l ON l.number = up.lot
            ORDER BY up.of_lot, up.of_serial, up.step""";
    /** What goes to dealers and comes back, the latest 100 of each code. */
    private static final String HANDOVERS = """
            SELECT q.lot, q.serial, m.id, m.kind, m.partner_id, m.moved_at
            FROM unnest($1::int[], $2::int[]) AS q(lot, serial) CROSS JOIN LATERAL (
                SELECT m.id, m.kind, m.partner_id, m.moved_at FROM movement m JOIN partner p ON p.id = m.partner_id
                WHERE m.lot = q.lot AND m.serial = q.serial AND m.kind <> 'RECEIPT' AND p.kind = 'DEALER'
                ORDER BY m.moved_at DESC, m.id DESC LIMIT 100) AS m""";

    /**
     * Whose hands a code was in.
     *
     * @param pack the outermost case of the code, or the pallet where there is none
     * @param dealer who had it
     */
    public record Holding(CodeRef pack, UUID dealer) {}

    /**
     * What a code is in.
     *
     * @param code the pack
     * @param since since when
     */
    public record Pack(CodeRef code, Instant since) {}

    /** Answers for some codes. */
    public static final class Answers {
        private final Map<CodeRef, List<Level>> chains = new HashMap<>();
        private final Map<CodeRef, List<Handover>> handovers = new HashMap<>();

        /**
         * Who had a code at a moment: to whom it had been sent last, unless it came back since; nobody, before it
         * was sent.
         */
        public Optional<Holding> at(CodeRef code, Instant moment) {
            List<Level> chain = chains.getOrDefault(code, List.of());
            List<Handover> all = chain.stream()
                    .flatMap(level -> handovers.getOrDefault(level.code, List.of()).stream())
                    .sorted(Handover.ORDER)
                    .toList();
            Optional<Handover> last =
                    all.stream().filter(one -> !one.at.isAfter(moment)).reduce((one, later) -> later);
            return last.filter(one -> one.kind == Movement.Kind.OUTBOUND)
                    .flatMap(one -> pack(chain).map(pack -> new Holding(pack, one.dealer)));
        }

        /** What a code is in, and that, up to the outermost. */
        public List<Pack> packs(CodeRef code) {
            return chains.getOrDefault(code, List.of()).stream()
                    .flatMap(level -> level.since.map(since -> new Pack(level.code, since)).stream())
                    .toList();
        }

        private static Optional<CodeRef> pack(List<Level> chain) {
            return outermost(chain, kind -> kind != CodeKind.ITEM_INNER && kind != CodeKind.PALLET)
                    .or(() -> outermost(chain, kind -> kind == CodeKind.PALLET));
        }

        private static Optional<CodeRef> outermost(List<Level> chain, Predicate<CodeKind> which) {
            return chain.stream()
                    .filter(level -> which.test(level.kind))
                    .reduce((inner, outer) -> outer)
                    .map(Level::code);
        }
    }

    private record Level(CodeRef code, CodeKind kind, Optional<Instant> since) {}

    private record Handover(Instant at, UUID id, Movement.Kind kind, UUID dealer) {
        static final Comparator<Handover> ORDER =
                Comparator.comparing(Handover::at).thenComparing(Handover::id);
    }

    /**
     * Asks about codes, in two messages.
     *
     * @param client a connection, or all of them
     * @param codes of any kind and any number of lots
     */
    public Uni<Answers> of(SqlClient client, Collection<CodeRef> codes) {
        Answers answers = new Answers();
        if (codes.isEmpty()) {
            return Uni.createFrom().item(answers);
        }
        return client.preparedQuery(CHAINS)
                .execute(LocationLookup.columns(codes))
                .map(rows -> chains(answers, rows))
                .flatMap(all -> client.preparedQuery(HANDOVERS).execute(LocationLookup.columns(all)))
                .invoke(rows -> rows.forEach(row -> answers.handovers
                        .computeIfAbsent(code(row, "lot", "serial"), first -> new ArrayList<>())
                        .add(new Handover(
                                row.getOffsetDateTime("moved_at").toInstant(),
                                row.getUUID("id"),
                                Movement.Kind.valueOf(row.getString("kind")),
                                row.getUUID("partner_id")))))
                .replaceWith(answers);
    }

    private static Set<CodeRef> chains(Answers answers, RowSet<Row> rows) {
        Set<CodeRef> all = new HashSet<>();
        rows.forEach(row -> {
            Level level = new Level(
                    code(row, "lot", "serial"),
                    CodeKind.valueOf(row.getString("kind")),
                    Optional.ofNullable(row.getOffsetDateTime("since")).map(OffsetDateTime::toInstant));
            answers.chains
                    .computeIfAbsent(code(row, "of_lot", "of_serial"), first -> new ArrayList<>())
                    .add(level);
            all.add(level.code);
        });
        return all;
    }

    private static CodeRef code(Row row, String lot, String serial) {
        return new CodeRef(row.getInteger(lot), row.getInteger(serial));
    }
}
