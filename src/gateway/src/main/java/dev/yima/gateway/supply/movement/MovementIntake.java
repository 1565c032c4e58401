package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.movement.MovementResource.Batch;
import dev.yima.gateway.supply.movement.MovementResource.NewMovement;
import dev.yima.gateway.supply.movement.MovementResource.RowView;
import dev.yima.gateway.supply.movement.MovementValidator.Verdict;
import dev.yima.gateway.supply.opening.MisdirectedOpenings;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes in what devices have seen. Each row is judged at its own moment, by what happened before and what is recorded
 * of later, and answered by itself; a row that is not recorded changes nothing and can be sent again.
 */
@ApplicationScoped
public class MovementIntake {
    /** How far the clock of a device may be ahead. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private final Pool pool;
    private final MovementRepository store;
    private final ScannedCodes codes;
    private final MisdirectedOpenings strays;
    private final Clock clock;

    MovementIntake(Pool pool, MovementRepository store, ScannedCodes codes, MisdirectedOpenings strays, Clock clock) {
        this.pool = pool;
        this.store = store;
        this.codes = codes;
        this.strays = strays;
        this.clock = clock;
    }

    /** Records what can be; what became of each row, in their order. */
    Uni<List<RowView>> record(Staff who, Batch batch) {
        if (batch.device().startsWith(PhoneReceiving.PHONE)) {
            throw Problem.invalid(
                    "device", "must not begin with '" + PhoneReceiving.PHONE + "': those are people's own");
        }
        List<String> texts =
                batch.movements().stream().map(NewMovement::code).distinct().toList();
        return codes.of(who, texts)
                .flatMap(lots -> pool.withTransaction(
                        tx -> store.lock(tx, who.brand()).flatMap(locked -> judge(tx, who, batch, lots))));
    }

    private Uni<List<RowView>> judge(SqlConnection tx, Staff who, Batch batch, ScannedCodes.Lots lots) {
        MovementValidator judging = new MovementValidator(batch, lots, clock);
        Set<CodeRef> moved = judging.codes();
        return store.known(tx, who.brand(), batch.device(), judging.sequences())
                .invoke(judging::know)
                .flatMap(known -> store.partners(tx, who.brand(), judging.partners()))
                .invoke(judging::meet)
                .flatMap(partners -> store.movedWithin(tx, moved))
                .map(within -> {
                    Set<CodeRef> all = new TreeSet<>(moved);
                    all.addAll(within);
                    return all;
                })
                .flatMap(codes -> store.chains(tx, codes).flatMap(links -> {
                    Set<CodeRef> all = new TreeSet<>(codes);
                    links.forEach(link -> all.add(link.pack()));
                    return store.movesOfEach(tx, all).invoke(moves -> judging.follow(links, moves));
                }))
                .flatMap(moves -> record(tx, who, batch.device(), judging.judge(), judging.now()));
    }

    private Uni<List<RowView>> record(SqlConnection tx, Staff who, String device, Verdict verdict, Instant now) {
        Set<CodeRef> moved = new TreeSet<>();
        verdict.fresh().stream().filter(one -> one.move().isHandover()).forEach(one -> moved.add(one.code()));
        return store.insert(tx, who.brand(), who.key(), device, verdict.fresh(), now)
                .flatMap(done -> strays.noteWithin(tx, who.brand(), moved))
                .replaceWith(verdict.rows());
    }
}
