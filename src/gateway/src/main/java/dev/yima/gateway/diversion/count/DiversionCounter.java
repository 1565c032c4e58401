package dev.yima.gateway.diversion.count;

import dev.yima.gateway.diversion.AttributedScan;
import dev.yima.gateway.diversion.AttributedScanRepository;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.diversion.count.AttributionDelta.Appearances;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.movement.MovementLog.Handover;
import dev.yima.gateway.supply.trace.DealerCustody;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Counts scans, shipments and judgements of dealers' cases, within the transaction of a round. */
@ApplicationScoped
class DiversionCounter {
    private static final int RECOUNTED_MAX = 1_000;
    private static final int REJUDGED_MAX = 1_000;

    private final DealerCustody custody;
    private final AttributedScanRepository scans;
    private final DiversionCountRepository counts;

    DiversionCounter(DealerCustody custody, AttributedScanRepository scans, DiversionCountRepository counts) {
        this.custody = custody;
        this.scans = scans;
        this.counts = counts;
    }

    /**
     * Counts scans by the dealers who hold the goods by what is known now; those that stay where they are do nothing.
     */
    Uni<Void> count(SqlConnection tx, List<AttributedScan> rows) {
        Set<CodeRef> codes = new HashSet<>();
        rows.forEach(row -> codes.add(row.scan().code()));
        return custody.of(tx, codes).flatMap(answers -> {
            AttributionDelta delta = new AttributionDelta();
            rows.forEach(row -> delta.add(
                    row,
                    row.attributionTo(answers.at(row.scan().code(), row.scan().at()))));
            return delta.isEmpty() ? Uni.createFrom().voidItem() : apply(tx, delta);
        });
    }

    private Uni<Void> apply(SqlConnection tx, AttributionDelta delta) {
        var scanners = delta.scanners();
        return scans.present(tx, scanners)
                .flatMap(before -> scans.attribute(tx, delta.changes())
                        .flatMap(done -> scans.present(tx, scanners))
                        .flatMap(after -> write(tx, delta, new Appearances(before, after))));
    }

    private Uni<Void> write(SqlConnection tx, AttributionDelta delta, Appearances appearances) {
        return counts.cases(tx, delta.cases())
                .flatMap(known -> dealers(tx, delta.dealers())
                        .flatMap(dealers -> counts.putCases(tx, delta.apply(known, dealers, appearances))
                                .flatMap(done -> counts.putDealers(tx, dealers.values()))));
    }

    /**
     * Counts queued scans anew.
     *
     * @return whether the queue may hold more
     */
    Uni<Boolean> recount(SqlConnection tx) {
        return scans.dequeue(tx, RECOUNTED_MAX)
                .flatMap(queued -> count(tx, queued).replaceWith(queued.size() == RECOUNTED_MAX));
    }

    /** Counts shipments to dealers and returns from them; each movement must come once. */
    Uni<Void> ship(SqlConnection tx, List<Handover> handovers) {
        Set<UUID> ids = new HashSet<>();
        handovers.forEach(one -> ids.add(one.dealer()));
        return dealers(tx, ids).flatMap(dealers -> {
            handovers.forEach(one -> known(dealers, one.dealer()).ship(one.cases(), one.isReturn()));
            return counts.putDealers(tx, dealers.values());
        });
    }

    /**
     * Judges a piece of the cases of one dealer whose territory, or whose brand's settings, have changed.
     *
     * @return whether there was such a dealer, so that there may be more
     */
    Uni<Boolean> rejudge(SqlConnection tx) {
        return counts.stale(tx)
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(false)
                        : rejudge(tx, found.get()).replaceWith(true));
    }

    private Uni<Void> rejudge(SqlConnection tx, DiversionCountRepository.Stale stale) {
        return dealers(tx, Set.of(stale.dealer())).flatMap(dealers -> {
            DealerCount dealer = known(dealers, stale.dealer());
            CodeRef last = stale.after();
            CodeRef after = last == null || dealer.isStale() ? new CodeRef(-1, -1) : last;
            return counts.casesAfter(tx, dealer.dealer(), after, REJUDGED_MAX).flatMap(cases -> {
                cases.forEach(one -> one.judge(dealer));
                CodeRef end = cases.size() < REJUDGED_MAX
                        ? null
                        : cases.get(REJUDGED_MAX - 1).code();
                return counts.putCases(tx, cases)
                        .flatMap(done -> counts.putDealers(tx, List.of(dealer)))
                        .flatMap(done -> counts.rejudged(tx, dealer, end));
            });
        });
    }

    private Uni<Map<UUID, DealerCount>> dealers(SqlConnection tx, Collection<UUID> ids) {
        return counts.dealers(tx, ids).map(found -> {
            Map<UUID, DealerCount> dealers = new HashMap<>();
            found.forEach(one -> dealers.put(one.dealer(), one));
            return dealers;
        });
    }

    private static DealerCount known(Map<UUID, DealerCount> dealers, UUID id) {
        return Objects.requireNonNull(dealers.get(id), "a partner is never deleted");
    }
}
