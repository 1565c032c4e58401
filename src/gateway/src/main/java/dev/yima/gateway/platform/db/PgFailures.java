package dev.yima.gateway.platform.db;

import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.stream.Stream;

/** Search for the errors of PostgreSQL in a failure; pipelined statements fail together. */
public final class PgFailures {
    private PgFailures() {}

    /** The errors of PostgreSQL among a failure and its causes; empty when there are none. */
    public static Stream<PgException> in(Throwable failure) {
        if (failure instanceof PgException refused) {
            return Stream.of(refused);
        }
        if (failure instanceof CompositeException several) {
            List<Throwable> causes = several.getCauses();
            return causes.stream().flatMap(PgFailures::in);
        }
        return failure.getCause() == null ? Stream.empty() : in(failure.getCause());
    }
}
