package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationQuery;
import dev.yima.gateway.supply.movement.MovementResource.Batch;
import dev.yima.gateway.supply.movement.MovementResource.NewMovement;
import dev.yima.gateway.supply.movement.MovementResource.RowView;
import dev.yima.gateway.supply.movement.MovementValidator.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records batches of movements that devices have scanned. Each row is validated at its own moment, by what happened
 * before and what is recorded of later, and answered by itself; a row that is not recorded changes nothing and can be
 * sent again.
 */
@ApplicationScoped
public class MovementIntake {
    /** Most that the clock of a device may be ahead. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private final Pool pool;
    private final MovementRepository repository;
    private final AggregationQuery aggregation;
    private final MovementParticipant participant;
    private final MovementRows rows;
    private final ScannedCodes codes;
    private final Clock clock;

    MovementIntake(
            Pool pool,
            MovementRepository repository,
            AggregationQuery aggregation,
            MovementParticipant participant,
            MovementRows rows,
            ScannedCodes codes,
            Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.aggregation = aggregation;
        this.participant = participant;
        this.rows = rows;
        this.codes = codes;
        this.clock = clock;
    }

    /**
     * Records the rows of a batch that no rule rejects.
     *
     * @return the outcome of each row, in their order; fails with a problem for a device name that is reserved
     */
    Uni<List<RowView>> record(Staff staff, Batch batch) {
        if (batch.device().startsWith(PhoneReceiving.DEVICE_PREFIX)) {
            throw Problem.invalid(
                    "device", "must not begin with '" + PhoneReceiving.DEVICE_PREFIX + "': those are people's own");
        }
        MovementRows.Rows read = rows.read(batch.movements());
        List<String> texts =
                read.movements().stream().map(NewMovement::code).distinct().toList();
        return codes.of(staff, texts)
                .flatMap(lots -> {
                    MovementValidator validator = new MovementValidator(batch.device(), read.movements(), lots, clock);
                    return pool.withTransaction(tx -> MovementLock.exclusive(tx, staff.brand())
                            .flatMap(locked -> validate(tx, staff, batch.device(), validator)));
                })
                .map(read::answers);
    }

    private Uni<List<RowView>> validate(SqlConnection tx, Staff staff, String device, MovementValidator validator) {
        Set<CodeRef> moved = validator.codes();
        return repository
                .findBySequence(tx, staff.brand(), device, validator.sequences())
                .invoke(validator::putRecorded)
                .flatMap(recorded -> repository.partners(tx, staff.brand(), validator.partners()))
                .invoke(validator::putPartners)
                .flatMap(partners -> repository.movedWithin(tx, moved))
                .flatMap(within -> {
                    Set<CodeRef> all = new TreeSet<>(moved);
                    all.addAll(within);
                    return putHistory(tx, validator, all);
                })
                .flatMap(done -> record(tx, staff, device, validator));
    }

    private Uni<Void> putHistory(SqlConnection tx, MovementValidator validator, Set<CodeRef> codes) {
        return aggregation
                .ancestors(tx, codes)
                .flatMap(ancestors -> {
                    Set<CodeRef> all = new TreeSet<>(codes);
                    ancestors.forEach(one -> all.add(one.pack()));
                    return repository
                            .latestOfEach(tx, all)
                            .invoke(movements -> validator.putHistory(ancestors, movements));
                })
                .replaceWithVoid();
    }

    private Uni<List<RowView>> record(SqlConnection tx, Staff staff, String device, MovementValidator validator) {
        Verdict verdict = validator.validate();
        Set<CodeRef> handedOver = new TreeSet<>();
        verdict.accepted().stream()
                .filter(one -> one.movement().isHandover())
                .forEach(one -> handedOver.add(one.code()));
        return repository
                .insert(tx, staff.brand(), staff.key(), device, verdict.accepted(), validator.now())
                .flatMap(done -> participant.handedOver(tx, staff.brand(), handedOver))
                .replaceWith(verdict.rows());
    }
}
