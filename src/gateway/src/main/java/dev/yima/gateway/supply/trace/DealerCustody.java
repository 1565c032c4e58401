package dev.yima.gateway.supply.trace;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.aggregation.AggregationPaths;
import dev.yima.gateway.supply.movement.Movement;
import dev.yima.gateway.supply.movement.MovementRepository;
import dev.yima.gateway.supply.movement.MovementRepository.DealerHandover;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the dealer who had a code at a moment, and the case that it was in, for many codes at once. Everything is found
 * by keys; the ancestors of a code are those of the present links.
 */
@ApplicationScoped
public class DealerCustody {
    private static final String CHAINS = AggregationPaths.UP + """
            SELECT up.of_lot, up.of_serial, up.lot, up.serial, up.since, l.kind FROM up JOIN lot l ON l.number = up.lot
            ORDER BY up.of_lot, up.of_serial, up.step""";

    private final MovementRepository movements;

    DealerCustody(MovementRepository movements) {
        this.movements = movements;
    }

    /**
     * A dealer's custody of a code.
     *
     * @param pack the outermost case of the code, or the pallet where there is none
     * @param dealer the dealer
     */
    public record Holding(CodeRef pack, UUID dealer) {}

    /**
     * An ancestor of a code.
     *
     * @param code the ancestor
     * @param since the moment when the code one level further in was put into it
     */
    public record Pack(CodeRef code, Instant since) {}

    /** Answers for some codes. */
    public static final class Answers {
        private final Map<CodeRef, List<Level>> chains = new HashMap<>();
        private final Map<CodeRef, List<DealerHandover>> handovers = new HashMap<>();

        /**
         * The dealer who had a code at a moment: the consignee of the last shipment, unless it was returned since;
         * empty before the first shipment.
         */
        public Optional<Holding> at(CodeRef code, Instant moment) {
            List<Level> chain = chains.getOrDefault(code, List.of());
            return chain.stream()
                    .flatMap(level -> handovers.getOrDefault(level.code, List.of()).stream())
                    .filter(one -> !one.at().isAfter(moment))
                    .max(DealerHandover.ORDER)
                    .filter(one -> one.kind() == Movement.Kind.OUTBOUND)
                    .flatMap(one -> pack(chain).map(pack -> new Holding(pack, one.dealer())));
        }

        /** The ancestors of a code, from its parent to the outermost. */
        public List<Pack> packs(CodeRef code) {
            List<Pack> packs = new ArrayList<>();
            for (Level level : chains.getOrDefault(code, List.of())) {
                if (level.since != null) {
                    packs.add(new Pack(level.code, level.since));
                }
            }
            return packs;
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

        /** Adds the chains; returns all codes in them. */
        private Set<CodeRef> addChains(RowSet<Row> rows) {
            Set<CodeRef> all = new HashSet<>();
            rows.forEach(row -> {
                Level level = Level.of(row);
                chains.computeIfAbsent(CodeRef.of(row, "of_lot", "of_serial"), first -> new ArrayList<>())
                        .add(level);
                all.add(level.code);
            });
            return all;
        }

        private void addHandover(DealerHandover handover) {
            handovers
                    .computeIfAbsent(handover.code(), first -> new ArrayList<>())
                    .add(handover);
        }
    }

    /** A code of a chain; {@code since} is null for the innermost. */
    private record Level(
            CodeRef code, CodeKind kind, @Nullable Instant since) {
        static Level of(Row row) {
            return new Level(
                    CodeRef.of(row), CodeKind.valueOf(row.getString("kind")), Rows.instantOrNull(row, "since"));
        }
    }

    /**
     * Reads what is needed to answer for some codes, in two messages.
     *
     * @param client a connection, or the pool
     * @param codes of any kind and any number of lots
     */
    public Uni<Answers> of(SqlClient client, Collection<CodeRef> codes) {
        Answers answers = new Answers();
        if (codes.isEmpty()) {
            return Uni.createFrom().item(answers);
        }
        return client.preparedQuery(CHAINS)
                .execute(AggregationPaths.columns(codes).tuple())
                .map(answers::addChains)
                .flatMap(all -> movements.dealerHandovers(client, all))
                .invoke(found -> found.forEach(answers::addHandover))
                .replaceWith(answers);
    }
}
