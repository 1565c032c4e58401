package dev.yima.gateway.platform.db;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A transaction in one round trip, or in two: BEGIN is pipelined with the first statement, COMMIT with the writes. When
 * the answer to a write arrives, the commit is under way; so invariants must be constraints of the database, never
 * checks of the caller afterwards. A statement that fails turns the COMMIT behind it into a rollback.
 */
public final class ShortTransaction {
    private ShortTransaction() {}

    /**
     * The writes of a transaction, and its outcome once they are durable.
     *
     * @param statements the statements, sent in this order without waiting in between
     * @param outcome the outcome
     * @param <T> the type of the outcome
     */
    public record Writes<T>(List<Uni<Void>> statements, T outcome) {}

    /**
     * Reads, then writes: two round trips.
     *
     * @param pool the source of the connection
     * @param read the one statement that is sent first
     * @param write the writes, given the answer
     * @return the outcome, when it is durable; fails when any statement did, and then nothing is written, unless the
     *     connection broke while the commit was under way
     */
    public static <R, T> Uni<T> run(
            Pool pool, Function<SqlConnection, Uni<R>> read, BiFunction<SqlConnection, R, Writes<T>> write) {
        return pool.withConnection(connection -> pipelined(List.of(send(connection, "BEGIN")), read.apply(connection))
                .map(answer -> write.apply(connection, answer))
                .onFailure()
                .call(failure -> send(connection, "ROLLBACK").onFailure().recoverWithNull())
                .flatMap(writes -> pipelined(writes.statements(), send(connection, "COMMIT"))
                        .replaceWith(writes.outcome())));
    }

    /** As {@link #run(Pool, Function, BiFunction)} without the read: one round trip. */
    public static <T> Uni<T> run(Pool pool, Function<SqlConnection, Writes<T>> write) {
        return pool.withConnection(connection -> {
            Writes<T> writes = write.apply(connection);
            List<Uni<Void>> statements = new ArrayList<>();
            statements.add(send(connection, "BEGIN"));
            statements.addAll(writes.statements());
            return pipelined(statements, send(connection, "COMMIT")).replaceWith(writes.outcome());
        });
    }

    /** Sends statements without waiting in between, and returns the answer of the last when all have arrived. */
    private static <T> Uni<T> pipelined(List<Uni<Void>> before, Uni<T> last) {
        AtomicReference<T> answer = new AtomicReference<>();
        List<Uni<Void>> all = new ArrayList<>(before);
        all.add(last.invoke(answer::set).replaceWithVoid());
        return Uni.join().all(all).andCollectFailures().map(done -> answer.get());
    }

    private static Uni<Void> send(SqlConnection connection, String statement) {
        return connection.query(statement).execute().replaceWithVoid();
    }
}
