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
 * A transaction in one round trip, or in two: BEGIN travels with what is sent first, COMMIT with what is written. When
 * an answer to a write arrives, the commit is under way; so whatever must hold is for the database to refuse, never for
 * the caller to check afterwards. A statement that fails turns the COMMIT behind it into a rollback.
 */
public final class ShortTransaction {
    private ShortTransaction() {}

    /**
     * What a transaction writes, and what it means once it is durable.
     *
     * @param statements what is sent, in this order, without waiting in between
     * @param outcome the meaning
     */
    public record Writes<T>(List<Uni<Void>> statements, T outcome) {}

    /**
     * Reads, then writes: two round trips.
     *
     * @param pool where the connection comes from
     * @param read what is asked first: one statement
     * @param write what is written, given the answer
     * @return the outcome, when it is durable; fails when any statement did, and then nothing is written, unless the
     *     connection broke while the commit was under way
     */
    public static <R, T> Uni<T> run(
            Pool pool, Function<SqlConnection, Uni<R>> read, BiFunction<SqlConnection, R, Writes<T>> write) {
        return pool.withConnection(connection -> together(List.of(send(connection, "BEGIN")), read.apply(connection))
                .map(answer -> write.apply(connection, answer))
                .onFailure()
                .call(failure -> send(connection, "ROLLBACK").onFailure().recoverWithNull())
                .flatMap(writes -> together(writes.statements(), send(connection, "COMMIT"))
                        .replaceWith(writes.outcome())));
    }

    /** Only writes: one round trip. Otherwise as the other. */
    public static <T> Uni<T> run(Pool pool, Function<SqlConnection, Writes<T>> write) {
        return pool.withConnection(connection -> {
            Writes<T> writes = write.apply(connection);
            List<Uni<Void>> statements = new ArrayList<>();
            statements.add(send(connection, "BEGIN"));
            statements.addAll(writes.statements());
            return together(statements, send(connection, "COMMIT")).replaceWith(writes.outcome());
        });
    }

    /** Sends statements one after the other, waits for all, and answers with the last. */
    private static <T> Uni<T> together(List<Uni<Void>> before, Uni<T> last) {
        AtomicReference<T> answer = new AtomicReference<>();
        List<Uni<Void>> all = new ArrayList<>(before);
        all.add(last.invoke(answer::set).replaceWithVoid());
        return Uni.join().all(all).andCollectFailures().map(done -> answer.get());
    }

    private static Uni<Void> send(SqlConnection connection, String statement) {
        return connection.query(statement).execute().replaceWithVoid();
    }
}
