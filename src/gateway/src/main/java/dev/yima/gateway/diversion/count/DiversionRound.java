package dev.yima.gateway.diversion.count;

import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.diversion.count.CursorRepository.Reader;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One transaction that counts new scans and movements, scans that movements have put elsewhere, and cases whose dealer
 * has another territory now. The rows of the cursors are locked, so one waits for another; reading a row a second time
 * changes nothing.
 */
@ApplicationScoped
class DiversionRound {
    /** The longest delay of a commit whose rows are still read. */
    static final Duration LATE_MAX = Duration.ofSeconds(15);

    private final Pool pool;
    private final CursorRepository cursors;
    private final LogReader log;
    private final DiversionCounter counter;
    private final DiversionCountRepository counts;
    private final Clock clock;
    /** The usual delay of a commit; rows of slower ones are read again after {@link #LATE_MAX}. */
    private final Duration usualDelay;

    DiversionRound(
            DatabasePools pools,
            CursorRepository cursors,
            LogReader log,
            DiversionCounter counter,
            DiversionCountRepository counts,
            Clock clock,
            YimaConfig config) {
        this.pool = pools.workers();
        this.cursors = cursors;
        this.log = log;
        this.counter = counter;
        this.counts = counts;
        this.clock = clock;
        this.usualDelay = config.diversion().after();
    }

    /** Runs a round; returns whether there is more to count at once. */
    Uni<Boolean> run() {
        return pool.withTransaction(this::run);
    }

    private Uni<Boolean> run(SqlConnection tx) {
        Instant now = clock.instant();
        return counts.brands(tx)
                .flatMap(brands -> log.read(tx, Reader.HEAD, now.minus(usualDelay), brands)
                        .flatMap(hasMore -> log.read(tx, Reader.TAIL, now.minus(LATE_MAX), brands)
                                .map(more -> hasMore || more)))
                .flatMap(hasMore -> counter.recount(tx).map(more -> hasMore || more))
                .flatMap(hasMore -> counter.rejudge(tx).map(more -> hasMore || more));
    }
}
