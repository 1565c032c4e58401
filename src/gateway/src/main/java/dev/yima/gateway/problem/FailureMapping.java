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

/** Mapping of any failure to a problem. Faults of the service are logged; mistakes of callers are not. */
public final class FailureMapping {
    private static final Logger LOG = Logger.getLogger(FailureMapping.class);
    /** The connection was lost or refused, a lock was not had in time, or a statement took too long. */
    private static final List<String> UNAVAILABLE =
            List.of("57P01", "57P02", "57P03", "53300", "08006", "08003", "55P03", "57014");

    /** The property of a request whose failure leaves open whether anything was done. */
    public static final String OUTCOME_OPEN = "yima.outcome-open";

    private FailureMapping() {}

    /** The problem of a failure: itself, {@link ProblemType#UNAVAILABLE}, or {@link ProblemType#INTERNAL}. */
    public static Problem problem(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (isUnavailable(failure)) {
            LOG.debug("a server is not available", failure);
            return new Problem(ProblemType.UNAVAILABLE);
        }
        LOG.error("unexpected failure", failure);
        return new Problem(ProblemType.INTERNAL);
    }

    /** Whether something may have been done in spite of a failure: neither a rule nor the database refused it. */
    static boolean isOutcomeOpen(@Nullable Throwable failure) {
        return failure == null
                || !(failure instanceof Problem)
                        && !(failure instanceof PgException)
                        && (failure.getCause() == null || isOutcomeOpen(failure.getCause()));
    }

    /** Whether PostgreSQL or Redis could not be reached, or did not answer in time. */
    public static boolean isUnavailable(@Nullable Throwable failure) {
        if (failure == null) {
            return false;
        }
        if (failure instanceof PgException refused) {
            return UNAVAILABLE.contains(refused.getSqlState());
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

    /**
     * Whether a connection closed between two statements, or all did since the service ends: for neither has the client
     * an exception class of its own.
     */
    private static boolean isConnectionGone(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof NoStackTraceThrowable
                && (message.startsWith("Connection is not active") || message.equals("Pool closed"));
    }
}
