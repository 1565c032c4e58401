package dev.yima.gateway.platform.db;

import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.stream.Stream;

/** What PostgreSQL said, wherever in a failure it stands: pipelined statements fail together. */
public final class PgFailures {
    private PgFailures() {}

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
