package dev.yima.gateway.problem;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong into a problem. What is nobody's fault but ours is logged; what callers do is not. */
public final class FailureMapping {
    private static final Logger LOG = Logger.getLogger(FailureMapping.class);
    private static final List<String> CONNECTION_LOST = List.of("57P01", "57P02", "57P03", "53300", "08006", "08003");

    private FailureMapping() {}

    /** The problem behind a failure. */
    public static Problem problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (isUnavailable(failure)) {
            LOG.debug("a store is away", failure);
            return new Problem(ProblemType.UNAVAILABLE);
        }
        LOG.error("unexpected failure", failure);
        return new Problem(ProblemType.INTERNAL);
    }

    /** Whether a store could not be reached, or did not answer in time. */
    public static boolean isUnavailable(@Nullable Throwable failure) {
        if (failure == null) {
            return false;
        }
        if (failure instanceof PgException refused) {
            return CONNECTION_LOST.contains(refused.getSqlState());
        }
        if (failure instanceof CompositeException several) {
            return several.getCauses().stream().anyMatch(FailureMapping::isUnavailable);
        }
        return failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof ClosedConnectionException
                || failure instanceof IOException
                || isConnectionGone(failure)
                || isUnavailable(failure.getCause());
    }

    /** The client has no class of its own for a connection that closed between two statements. */
    private static boolean isConnectionGone(Throwable failure) {
        return failure instanceof NoStackTraceThrowable
                && String.valueOf(failure.getMessage()).startsWith("Connection is not active");
    }
}
