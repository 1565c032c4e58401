package dev.yima.gateway.platform.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Tells the operator once that Redis does not serve, with the reason, and once that it does again: when it has answered
 * without a failure for {@code OVER_AFTER}, so that one that comes and goes does not fill the log.
 */
final class RedisOutage {
    private static final Logger LOG = Logger.getLogger(RedisOutage.class);
    private static final Duration OVER_AFTER = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile long failedAtNanos;

    RedisOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.failedAtNanos = nanoTime.getAsLong() - OVER_AFTER.toNanos();
    }

    /** Whether something failed within so many nanoseconds. */
    boolean within(long nanos) {
        return nanoTime.getAsLong() - failedAtNanos < nanos;
    }

    void failed(String node, Throwable failure) {
        failedAtNanos = nanoTime.getAsLong();
        if (told.compareAndSet(false, true)) {
            LOG.warnf("Redis does not serve, and PostgreSQL stands in for it: %s: %s", node, reason(failure));
        }
    }

    void answered() {
        if (told.get() && !within(OVER_AFTER.toNanos()) && told.compareAndSet(true, false)) {
            LOG.info("Redis serves again");
        }
    }

    /** The same at once, since a connection was opened. */
    void connected() {
        if (told.compareAndSet(true, false)) {
            LOG.info("Redis serves again");
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
