package dev.yima.gateway.supply.trace;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationQuery;
import dev.yima.gateway.supply.aggregation.AggregationQuery.Ancestor;
import dev.yima.gateway.supply.movement.MovementHistory;
import dev.yima.gateway.supply.movement.MovementRecord;
import dev.yima.gateway.supply.movement.MovementRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Traces single codes: their routes, and the number of codes in them. */
@ApplicationScoped
public class TraceQuery {
    private static final int CONTENTS_MAX = 10_000;

    private final MovementRepository movements;
    private final AggregationQuery aggregation;
    private final ScannedCodes codes;
    private final Pool pool;

    TraceQuery(MovementRepository movements, AggregationQuery aggregation, ScannedCodes codes, Pool pool) {
        this.movements = movements;
        this.aggregation = aggregation;
        this.codes = codes;
        this.pool = pool;
    }

    /** The route of a code that is known to be the brand's. */
    public Uni<Route> of(UUID brand, CodeRef code) {
        return aggregation.ancestors(pool, List.of(code)).flatMap(ancestors -> {
            List<CodeRef> chain = new ArrayList<>(List.of(code));
            ancestors.forEach(one -> chain.add(one.pack()));
            return Uni.combine()
                    .all()
                    .unis(movements.latest(pool, chain), codes.of(brand, chain))
                    .with((found, lots) -> route(code, ancestors, found, lots));
        });
    }

    /**
     * Counts the codes in a code, at any depth, by their kinds; empty when they are more than {@value #CONTENTS_MAX},
     * since any partner's employee may ask.
     */
    public Uni<Map<CodeKind, Long>> contents(CodeRef code) {
        return aggregation
                .contents(pool, code, CONTENTS_MAX + 1)
                .map(found ->
                        found.values().stream().mapToLong(Long::longValue).sum() > CONTENTS_MAX ? Map.of() : found);
    }

    private static Route route(
            CodeRef code, List<Ancestor> ancestors, List<MovementRecord> found, ScannedCodes.Lots lots) {
        return new Route(
                lots.text(code),
                lots.kind(code),
                MovementHistory.of(ancestors)
                        .addAll(found)
                        .holder(code, Instant.MAX)
                        .map(Route.Holder::of)
                        .orElse(null),
                found.stream().map(one -> step(one, lots)).toList(),
                ancestors.stream()
                        .map(one -> new Route.Pack(lots.text(one.pack()), lots.kind(one.pack()), one.since()))
                        .toList());
    }

    private static Route.Step step(MovementRecord one, ScannedCodes.Lots lots) {
        return new Route.Step(
                one.movement().at(),
                one.movement().kind(),
                lots.text(one.code()),
                lots.kind(one.code()),
                Route.Holder.of(one.movement().partner()),
                one.orderNo(),
                one.device(),
                one.recordedAt());
    }
}
