package dev.yima.gateway.supply.trace;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationRepository;
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

/** The ways of single codes, and what is in them. */
@ApplicationScoped
public class TraceQuery {
    private static final int CONTENTS_MAX = 10_000;

    private final MovementRepository store;
    private final AggregationRepository packs;
    private final ScannedCodes codes;
    private final Pool pool;

    TraceQuery(MovementRepository store, AggregationRepository packs, ScannedCodes codes, Pool pool) {
        this.store = store;
        this.packs = packs;
        this.codes = codes;
        this.pool = pool;
    }

    /** The way of a code that is known to be the brand's. */
    public Uni<Route> of(UUID brand, CodeRef code) {
        return store.chains(pool, List.of(code)).flatMap(links -> {
            List<CodeRef> all = new ArrayList<>();
            all.add(code);
            links.forEach(link -> all.add(link.pack()));
            return Uni.combine()
                    .all()
                    .unis(store.moves(pool, all), codes.of(brand, all))
                    .with((found, lots) -> route(code, links, found, lots));
        });
    }

    /**
     * How many codes of each kind are in a code, at any depth; empty when they are more than
     * {@value #CONTENTS_MAX}, since anybody at a partner may ask.
     */
    public Uni<Map<CodeKind, Long>> contents(CodeRef code) {
        return packs.descendants(pool, code, CONTENTS_MAX + 1)
                .map(found ->
                        found.values().stream().mapToLong(Long::longValue).sum() > CONTENTS_MAX ? Map.of() : found);
    }

    private static Route route(
            CodeRef code, List<MovementRepository.Link> links, List<MovementRecord> found, ScannedCodes.Lots lots) {
        List<CodeRef> chain = new ArrayList<>(List.of(code));
        links.forEach(link -> chain.add(link.pack()));
        MovementHistory trail = new MovementHistory(Map.of(code, chain));
        found.forEach(one -> trail.add(one.code(), one.move()));
        return new Route(
                lots.text(code),
                lots.kind(code),
                trail.holder(code, Instant.MAX).map(Route.Holder::of).orElse(null),
                found.stream().map(one -> step(one, lots)).toList(),
                links.stream()
                        .map(link -> new Route.Pack(lots.text(link.pack()), lots.kind(link.pack()), link.since()))
                        .toList());
    }

    private static Route.Step step(MovementRecord one, ScannedCodes.Lots lots) {
        return new Route.Step(
                one.move().at(),
                one.move().kind(),
                lots.text(one.code()),
                lots.kind(one.code()),
                Route.Holder.of(one.move().partner()),
                one.orderNo(),
                one.device(),
                one.recordedAt());
    }
}
