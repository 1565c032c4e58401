package dev.yima.gateway.platform.db;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Readiness check of commits. A PostgreSQL that answers reads may still commit nothing: as a standby, or as a primary
 * that waits for one.
 */
@Readiness
@ApplicationScoped
class CommitHealth implements AsyncHealthCheck {
    private static final Duration WITHIN = Duration.ofSeconds(3);
    // A record of the log that nobody reads. It is committed, and waited for, as a claim is.
    private static final String COMMIT = "SELECT pg_logical_emit_message(true, 'yima', ''::text)";

    private final DatabasePools pools;
    /** The commit that is under way: one at a time, however many ask and however long it hangs. */
    private final AtomicReference<@Nullable Uni<Void>> underWay = new AtomicReference<>();

    CommitHealth(DatabasePools pools) {
        this.pools = pools;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Uni<Void> shared = commit();
        return (underWay.compareAndSet(null, shared) ? shared : running(shared))
                .ifNoItem()
                .after(WITHIN)
                .fail()
                .map(done -> answer(true))
                .onFailure()
                .recoverWithItem(away -> answer(false));
    }

    private Uni<Void> running(Uni<Void> otherwise) {
        Uni<Void> running = underWay.get();
        return running == null ? otherwise : running;
    }

    private Uni<Void> commit() {
        return pools.reads()
                .query(COMMIT)
                .execute()
                .onTermination()
                .invoke(() -> underWay.set(null))
                .replaceWithVoid()
                .memoize()
                .indefinitely();
    }

    private static HealthCheckResponse answer(boolean commits) {
        return HealthCheckResponse.named("Commit").status(commits).build();
    }
}
