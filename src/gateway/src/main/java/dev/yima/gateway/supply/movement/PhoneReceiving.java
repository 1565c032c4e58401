package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.movement.Movement.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Records receipts from the phones of partners' employees, one code at a time. Such a phone numbers nothing: its
 * sequence is given here.
 */
@ApplicationScoped
public class PhoneReceiving {
    /** The beginning of the device name of a receipt from an employee's own phone; the member's id follows. */
    static final String DEVICE_PREFIX = "phone ";

    private final Pool pool;
    private final MovementRepository repository;
    private final MovementHistoryReader histories;
    private final Clock clock;

    PhoneReceiving(Pool pool, MovementRepository repository, MovementHistoryReader histories, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.histories = histories;
        this.clock = clock;
    }

    /**
     * A receipt.
     *
     * @param partner the partner who received the goods
     * @param name the partner's name
     * @param at the moment of the first receipt since they were sent
     * @param already whether they had been received before
     */
    public record Receipt(UUID partner, String name, Instant at, boolean already) {}

    /**
     * Records the receipt of a code; the same again changes nothing, until it is sent again.
     *
     * @param brand the brand of the code
     * @param partners the partners where the employee works; it counts for the one to whom the code was sent
     * @param member the employee
     * @return fails with a problem when it was sent to none of them, or came back since
     */
    public Uni<Receipt> receive(UUID brand, CodeRef code, Collection<UUID> partners, UUID member) {
        return pool.withTransaction(tx -> MovementLock.exclusive(tx, brand)
                .flatMap(locked -> repository.partners(tx, brand, partners))
                .flatMap(known -> histories.of(tx, List.of(code)).flatMap(history -> {
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    Movement sent = known.values().stream()
                            .flatMap(
                                    partner -> history.sent(code, partner, now.plus(MovementIntake.AHEAD_MAX)).stream())
                            .max(Movement.ORDER)
                            .orElseThrow(() -> new Problem(ProblemType.NOT_SENT_HERE));
                    Optional<Movement> earlier = history.received(code, sent);
                    return earlier.isPresent()
                            ? Uni.createFrom().item(receipt(earlier.get(), true))
                            : record(tx, brand, code, sent, member, now);
                })));
    }

    /** The sender's clock may be ahead; what arrives was sent before. */
    private Uni<Receipt> record(SqlConnection tx, UUID brand, CodeRef code, Movement sent, UUID member, Instant now) {
        Instant at = sent.at().isAfter(now) ? sent.at() : now;
        Movement receipt = new Movement(at, Ids.next(clock), Kind.RECEIPT, sent.partner());
        String device = DEVICE_PREFIX + member;
        return repository
                .nextSequence(tx, brand, device)
                .map(sequence -> new MovementRecord(code, receipt, null, device, sequence, now))
                .flatMap(row -> repository.insert(tx, brand, member, device, List.of(row), now))
                .replaceWith(receipt(receipt, false));
    }

    private static Receipt receipt(Movement movement, boolean already) {
        return new Receipt(movement.partner().id(), movement.partner().name(), movement.at(), already);
    }
}
