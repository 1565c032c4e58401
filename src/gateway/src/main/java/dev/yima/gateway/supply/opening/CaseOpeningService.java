package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.aggregation.LabelReplacements;
import dev.yima.gateway.supply.movement.MovementLock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens cases for stores, the first one for good, and assigns promoters to codes. */
@ApplicationScoped
public class CaseOpeningService {
    private final Pool pool;
    private final CaseOpeningRepository openings;
    private final PromoterAssignmentRepository promoters;
    private final MisdirectedOpenings misdirected;

    CaseOpeningService(
            Pool pool,
            CaseOpeningRepository openings,
            PromoterAssignmentRepository promoters,
            MisdirectedOpenings misdirected) {
        this.pool = pool;
        this.openings = openings;
        this.promoters = promoters;
        this.misdirected = misdirected;
    }

    /**
     * The opening of a case that somebody asked for.
     *
     * @param opening the opening, by this store or by the first one
     * @param already whether the case had been opened before
     */
    public record Result(CaseOpening opening, boolean already) {}

    /**
     * Opens a case for a store, unless it is open. Where another store has opened it, or it was shipped to another
     * partner, a dispute is written down for staff.
     *
     * @param member the employee who scans it
     * @return fails with a problem for a label that another replaced
     */
    public Uni<Result> open(UUID brand, CodeRef code, UUID store, UUID member, Instant now) {
        StoreScan scanned = new StoreScan(brand, code, store, member, now);
        return pool.withTransaction(tx -> MovementLock.shared(tx, brand)
                .flatMap(locked -> LabelReplacements.lock(tx, List.of(code)))
                .flatMap(locked -> openings.insert(tx, scanned))
                .flatMap(isFresh -> openings.find(tx, code)
                        .map(found -> found.orElseThrow(CaseOpeningService::replaced))
                        .call(opening -> recordDispute(tx, scanned, opening, isFresh))
                        .map(opening -> new Result(opening, !isFresh))));
    }

    private Uni<Void> recordDispute(SqlConnection tx, StoreScan scanned, CaseOpening opening, boolean isFresh) {
        if (isFresh) {
            return misdirected.record(tx, scanned.brand(), List.of(opening));
        }
        return opening.store().equals(scanned.store())
                ? Uni.createFrom().voidItem()
                : openings.insertSecondStore(tx, scanned);
    }

    /** The opening of a code, or of its innermost ancestor that is open; empty for none. */
    public Uni<Optional<CaseOpening>> openingOf(CodeRef code) {
        return openings.innermost(pool, code);
    }

    /**
     * Makes an employee the promoter of a code and of all that is in it at their store, unless there is one.
     *
     * @return the promoter, this or the earlier one; fails with a problem for a label that another replaced
     */
    public Uni<UUID> assignPromoter(UUID brand, CodeRef code, UUID store, UUID member, Instant now) {
        StoreScan scanned = new StoreScan(brand, code, store, member, now);
        return pool.withTransaction(tx -> LabelReplacements.lock(tx, List.of(code))
                .flatMap(locked -> promoters.insertOrFind(tx, scanned))
                .map(promoter -> promoter.orElseThrow(CaseOpeningService::replaced)));
    }

    private static Problem replaced() {
        return new Problem(ProblemType.NOT_ON_SALE, "another label took its place");
    }
}
