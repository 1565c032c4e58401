package dev.yima.gateway.partner.people;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.gateway.platform.crypto.DeploymentSecret;
import dev.yima.gateway.platform.crypto.HmacKey;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * PINs of employees, and what they have confirmed with them. A PIN is stored as its HMAC under a key that is derived
 * from the deployment secret, with the person as salt: without the key-encryption key nothing can be guessed from it.
 *
 * <p>Of the wrong PINs of an hour {@value #TRIES_MAX} are looked at, and {@value #WRONG_MAX} of thirty days, over all
 * replicas: who tries holds the row of the PIN meanwhile.
 */
@ApplicationScoped
public class EmployeePins {
    private static final int TRIES_MAX = 5;
    private static final Duration TRIES_WITHIN = Duration.ofHours(1);
    private static final Duration LOCKED_FOR = Duration.ofHours(1);
    private static final int WRONG_MAX = 100;
    private static final Duration WRONG_WITHIN = Duration.ofDays(30);

    private static final String CHOOSE = """
            INSERT INTO employee_pin (member_id, digest, chosen_at) VALUES ($1, $2, $3)
            ON CONFLICT (member_id) DO UPDATE SET digest = excluded.digest, chosen_at = excluded.chosen_at""";
    private static final String LOCK = "SELECT digest, chosen_at FROM employee_pin WHERE member_id = $1 FOR UPDATE";
    private static final String WRONG = """
            SELECT tried_at, digest FROM wrong_pin WHERE member_id = $1 AND tried_at >= $2
            ORDER BY tried_at DESC LIMIT $3""";
    private static final String RECORD = "INSERT INTO wrong_pin (member_id, tried_at, digest) VALUES ($1, $2, $3)";
    /** Expired tries of anybody; each call deletes a few. */
    private static final String SWEEP = """
            DELETE FROM wrong_pin t USING (
                SELECT member_id, tried_at, digest FROM wrong_pin WHERE tried_at < $1
                ORDER BY tried_at LIMIT 100 FOR UPDATE SKIP LOCKED) AS old
            WHERE t.member_id = old.member_id AND t.tried_at = old.tried_at AND t.digest = old.digest""";

    private static final String COUNT = """
            SELECT member_id, count(*) AS total FROM wrong_pin
            WHERE member_id = ANY ($1) AND tried_at >= $2 GROUP BY 1""";

    private final Pool pool;
    private final EmployeeRepository employees;
    private final HmacKey key;
    private final Clock clock;

    EmployeePins(Pool pool, EmployeeRepository employees, DeploymentSecret secret, Clock clock) {
        this.pool = pool;
        this.employees = employees;
        this.key = secret.key("yima/pin/1");
        this.clock = clock;
    }

    /** A wrong PIN that was tried. */
    private record WrongPin(Instant at, byte[] digest) {
        static WrongPin of(Row row) {
            return new WrongPin(
                    Rows.instant(row, "tried_at"), row.getBuffer("digest").getBytes());
        }
    }

    /**
     * Makes a PIN an employee's. It ends their lock and what was confirmed with the one before, and confirms a device.
     *
     * @param tx the transaction in which they were invited
     */
    public Uni<Void> choose(SqlClient tx, UUID member, Pin pin, NetworkPseudonym trace) {
        Instant now = clock.instant();
        return tx.preparedQuery(CHOOSE)
                .execute(Tuple.of(member)
                        .addBuffer(Buffer.buffer(digest(member, pin)))
                        .addOffsetDateTime(Columns.utc(now)))
                .flatMap(chosen -> employees.endConfirmations(tx, member))
                .flatMap(ended -> employees.confirm(tx, member, trace, now));
    }

    /**
     * Confirms with their PIN that an employee acts from a network and a device. A wrong one is counted, also when the
     * caller fails afterwards; the same one again is not.
     *
     * @return the moment of the confirmation; fails with {@code WRONG_PIN}, with {@code PIN_LOCKED} whatever the PIN
     *     when too many were wrong, and with {@code NOT_A_PARTNER} for a person who never chose one
     */
    public Uni<Instant> confirm(UUID member, Pin pin, NetworkPseudonym trace) {
        Instant now = clock.instant();
        byte[] digest = digest(member, pin);
        return pool.<Optional<ProblemType>>withTransaction(tx -> check(tx, member, digest)
                        .call(refusal -> refusal.isPresent()
                                ? Uni.createFrom().voidItem()
                                : employees.confirm(tx, member, trace, now)))
                .invoke(refusal -> refusal.ifPresent(type -> {
                    throw new Problem(type);
                }))
                .replaceWith(now);
    }

    /** Whether an employee has confirmed from a network and a device after a moment. */
    public Uni<Boolean> isConfirmed(UUID member, NetworkPseudonym trace, Instant after) {
        return employees.isConfirmed(pool, member, trace, after);
    }

    /** The number of wrong PINs of some people in the last thirty days; who has none is not in it. */
    Uni<Map<UUID, Long>> countWrong(List<UUID> members) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(members.toArray(UUID[]::new))
                        .addOffsetDateTime(Columns.utc(clock.instant().minus(WRONG_WITHIN))))
                .map(rows -> Rows.map(rows, Function.identity()).stream()
                        .collect(Collectors.toMap(row -> row.getUUID("member_id"), row -> row.getLong("total"))));
    }

    /** The refusal of a PIN, which is counted; empty for the right one. Nobody else tries for the person meanwhile. */
    private Uni<Optional<ProblemType>> check(SqlConnection tx, UUID member, byte[] digest) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(member)).flatMap(locked -> {
            Row row = Rows.first(locked, Function.identity()).orElseThrow(() -> new Problem(ProblemType.NOT_A_PARTNER));
            Instant now = clock.instant();
            Instant chosen = Rows.instant(row, "chosen_at");
            Instant oldest = now.minus(WRONG_WITHIN);
            Instant from = chosen.isAfter(oldest) ? chosen : oldest;
            return tx.preparedQuery(WRONG)
                    .execute(Tuple.of(member, Columns.utc(from), WRONG_MAX))
                    .map(rows -> Rows.map(rows, WrongPin::of))
                    .flatMap(wrong -> {
                        if (isLocked(wrong, now)) {
                            return Uni.createFrom().item(Optional.of(ProblemType.PIN_LOCKED));
                        }
                        if (MessageDigest.isEqual(
                                digest, row.getBuffer("digest").getBytes())) {
                            return Uni.createFrom().item(Optional.empty());
                        }
                        boolean again = wrong.stream().anyMatch(one -> MessageDigest.isEqual(digest, one.digest));
                        return (again ? Uni.createFrom().voidItem() : record(tx, member, digest, now))
                                .replaceWith(Optional.of(ProblemType.WRONG_PIN));
                    });
        });
    }

    private static Uni<Void> record(SqlConnection tx, UUID member, byte[] digest, Instant now) {
        return tx.preparedQuery(SWEEP)
                .execute(Tuple.of(Columns.utc(now.minus(WRONG_WITHIN))))
                .flatMap(swept -> tx.preparedQuery(RECORD)
                        .execute(Tuple.of(member, Columns.utc(now)).addBuffer(Buffer.buffer(digest))))
                .replaceWithVoid();
    }

    /** Whether so many were wrong, the latest first, that none is looked at. */
    private static boolean isLocked(List<WrongPin> wrong, Instant now) {
        if (wrong.size() < TRIES_MAX) {
            return false;
        }
        Instant last = wrong.get(0).at;
        Instant first = wrong.get(TRIES_MAX - 1).at;
        return wrong.size() == WRONG_MAX
                || last.isBefore(first.plus(TRIES_WITHIN)) && now.isBefore(last.plus(LOCKED_FOR));
    }

    private byte[] digest(UUID member, Pin pin) {
        byte[] salt = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(member.getMostSignificantBits())
                .putLong(member.getLeastSignificantBits())
                .array();
        return key.code(salt, pin.digits().getBytes(US_ASCII));
    }
}
