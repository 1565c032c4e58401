package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.aggregation.AggregationQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.TreeSet;

/** Reads the movements of codes and of their ancestors, in two messages. */
@ApplicationScoped
public class MovementHistoryReader {
    private final AggregationQuery aggregation;
    private final MovementRepository repository;

    MovementHistoryReader(AggregationQuery aggregation, MovementRepository repository) {
        this.aggregation = aggregation;
        this.repository = repository;
    }

    /**
     * The history of some codes.
     *
     * @param client a connection, or the pool
     * @param codes of any kind and any number of lots
     */
    public Uni<MovementHistory> of(SqlClient client, Collection<CodeRef> codes) {
        return aggregation.ancestors(client, codes).flatMap(ancestors -> {
            Collection<CodeRef> all = new TreeSet<>(codes);
            ancestors.forEach(one -> all.add(one.pack()));
            return repository
                    .latestOfEach(client, all)
                    .map(movements -> MovementHistory.of(ancestors).addAll(movements));
        });
    }
}
