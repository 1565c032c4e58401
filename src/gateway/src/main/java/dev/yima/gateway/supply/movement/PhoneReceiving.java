package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.movement.Movement.Kind;
import dev.yima.gateway.supply.movement.Movement.Partner;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Receipts that people tell with their own phone, one code at a time. The phone numbers nothing: we do. */
@ApplicationScoped
public class PhoneReceiving {
    /** What the device of a receipt that somebody's own phone told begins with. */
    static final String PHONE = "phone ";

    private final Pool pool;
    private final MovementRepository store;
    private final Clock clock;

    PhoneReceiving(Pool pool, MovementRepository store, Clock clock) {
        this.pool = pool;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A receipt.
     *
     * @param partner who received it
     * @param name what people call them
     * @param at when they first said so
     */
    public record Receipt(UUID partner, String name, Instant at) {}

    /**
     * Records that a code has arrived; the same again changes nothing, until it is sent again.
     *
     * @param brand whose code it is
     * @param partners where the person works; it counts for the one to whom the code was sent
     * @param member who says so
     * @return fails with a problem when it was sent to none of them, or came back since
     */
    public Uni<Receipt> receive(UUID brand, CodeRef code, Collection<UUID> partners, UUID member) {
        return pool.withTransaction(tx -> store.lock(tx, brand)
                .flatMap(locked -> store.partners(tx, brand, partners))
                .flatMap(known -> trail(tx, code).flatMap(trail -> {
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    Movement sent = known.values().stream()
                            .flatMap(partner -> trail.sent(code, partner, now.plus(MovementIntake.AHEAD_MAX)).stream())
                            .max(Movement.ORDER)
                            .orElseThrow(() -> new Problem(ProblemType.NOT_SENT_HERE));
                    Optional<Movement> earlier = trail.received(code, sent);
                    return earlier.isPresent()
                            ? Uni.createFrom().item(receipt(earlier.get()))
                            : record(tx, brand, code, sent, member, now);
                })));
    }

    private Uni<MovementHistory> trail(SqlConnection tx, CodeRef code) {
        return store.chains(tx, List.of(code)).flatMap(links -> {
            List<CodeRef> chain = new ArrayList<>(List.of(code));
            links.forEach(link -> chain.add(link.pack()));
            return store.movesOfEach(tx, chain).map(moves -> {
                MovementHistory trail = new MovementHistory(Map.of(code, chain));
                moves.forEach(one -> trail.add(one.code(), one.move()));
                return trail;
            });
        });
    }

    /** The clock of whoever sent it may be ahead; what arrives was sent before. */
    private Uni<Receipt> record(SqlConnection tx, UUID brand, CodeRef code, Movement sent, UUID member, Instant now) {
        Instant at = sent.at().isAfter(now) ? sent.at() : now;
        Partner partner = sent.partner();
        Movement receipt = new Movement(at, Ids.next(clock), Kind.RECEIPT, partner);
        String device = PHONE + member;
        return store.nextSequence(tx, brand, device)
                .map(sequence -> new MovementRecord(code, receipt, null, device, sequence, now))
                .flatMap(row -> store.insert(tx, brand, member, device, List.of(row), now))
                .replaceWith(receipt(receipt));
    }

    private static Receipt receipt(Movement move) {
        return new Receipt(move.partner().id(), move.partner().name(), move.at());
    }
}
