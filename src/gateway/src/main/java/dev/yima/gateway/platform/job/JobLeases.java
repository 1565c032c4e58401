package dev.yima.gateway.platform.job;

import dev.yima.gateway.platform.db.DatabasePools;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Leases of jobs, by the database's clock alone: the clocks of the replicas may differ by a day. */
@ApplicationScoped
class JobLeases {
    private static final String TAKE = """
            INSERT INTO job (name, not_before, leased_until, run_id)
            VALUES ($1, now() + $2::bigint * interval '1 ms', now() + $3::bigint * interval '1 ms', $4)
            ON CONFLICT (name) DO UPDATE SET not_before = excluded.not_before, leased_until = excluded.leased_until,
                run_id = excluded.run_id
            WHERE job.not_before <= now() AND job.leased_until <= now()""";
    private static final String RENEW = """
            UPDATE job SET leased_until = now() + $3::bigint * interval '1 ms' WHERE name = $1 AND run_id = $2""";
    private static final String END = "UPDATE job SET leased_until = now() WHERE name = $1 AND run_id = $2";

    private final Pool pool;

    JobLeases(DatabasePools pools) {
        this.pool = pools.workers();
    }

    /**
     * Takes the lease of a job for a run.
     *
     * @return false when another run has it, or the last one began less than half of the job's interval ago
     */
    Uni<Boolean> take(Job job, UUID run) {
        long notBefore = job.every().dividedBy(2).toMillis();
        return touches(TAKE, Tuple.of(job.name(), notBefore, lease(job), run));
    }

    /** Renews the lease of a run; returns false when it has run out and another run has taken it. */
    Uni<Boolean> renew(Job job, UUID run) {
        return touches(RENEW, Tuple.of(job.name(), run, lease(job)));
    }

    /** Gives the lease of a run back. */
    Uni<Void> end(Job job, UUID run) {
        return touches(END, Tuple.of(job.name(), run)).replaceWithVoid();
    }

    /** A step and what comes before and after it. */
    private static long lease(Job job) {
        return job.stepWithin().multipliedBy(2).toMillis();
    }

    private Uni<Boolean> touches(String statement, Tuple parameters) {
        return pool.preparedQuery(statement).execute(parameters).map(done -> done.rowCount() == 1);
    }
}
