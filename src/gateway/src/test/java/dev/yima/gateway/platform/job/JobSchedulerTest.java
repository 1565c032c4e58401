package dev.yima.gateway.platform.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Eventually;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.db.DatabaseClock;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.WrongClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Replicas over one database do each job once. Seen red with the condition on the lease, and that on the time of the
 * last run, taken out of the statement that takes it.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class JobSchedulerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DatabasePools pools;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DatabaseClock clock;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Vertx vertx;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void replicasThatLookAtTheSameTimeRunAJobOnce() {
        TestJob job = new TestJob();
        List<JobScheduler> replicas =
                Stream.generate(() -> replica(job)).limit(8).toList();
        List<Boolean> ran = Uni.join()
                .all(replicas.stream().map(replica -> replica.run(job)).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        assertEquals(1, ran.stream().filter(did -> did).count());
        assertEquals(1, job.runs.get());
        assertEquals(3, job.steps.get(), "as long as there is more");
        assertFalse(run(replicas.get(0), job), "the interval is not over");
    }

    @Test
    void aRunThatWasMissedIsMadeUpForByWhicheverReplicaLooksFirst() {
        TestJob job = new TestJob();
        assertTrue(run(replica(job), job));
        // Nobody was up for two days.
        set(job, "not_before = not_before - interval '2 days'");
        assertTrue(run(replica(job), job));
        assertFalse(run(replica(job), job), "once");
        assertEquals(2, job.runs.get());
    }

    @Test
    void aReplicaThatDiesIsReplacedAndDoesNothingMoreShouldItLive() {
        TestJob job = new TestJob();
        AtomicReference<UniEmitter<? super Boolean>> hanging = new AtomicReference<>();
        job.step = Uni.createFrom().<Boolean>emitter(hanging::set);
        JobScheduler first = replica(job);
        AtomicReference<Boolean> firstRan = new AtomicReference<>();
        first.run(job).subscribe().with(firstRan::set);
        Eventually.isTrue(() -> hanging.get() != null);
        job.step = null;
        set(job, "not_before = now()");
        assertFalse(run(replica(job), job), "it is still under way");

        set(job, "leased_until = now()");
        assertTrue(run(replica(job), job));
        int steps = job.steps.get();
        Objects.requireNonNull(hanging.get()).complete(true);
        Eventually.isTrue(() -> firstRan.get() != null);
        assertEquals(steps, job.steps.get(), "its lease was taken over");
    }

    @Test
    void aFailureEndsTheRunAndIsCounted() {
        TestJob job = new TestJob();
        job.step = Uni.createFrom().failure(new IllegalStateException("told to fail"));
        JobScheduler replica = replica(job);
        assertTrue(run(replica, job));
        assertEquals(
                1,
                meters.get("yima.job.failures").tag("job", job.name()).counter().count());
        job.step = null;
        set(job, "not_before = now()");
        assertTrue(run(replica, job), "its lease was given back");
    }

    @Test
    void aStepThatComesToNoEndHoldsUpNobodyForLongerThanItsLease() {
        TestJob job = new TestJob();
        job.stepWithin = Duration.ofMillis(100);
        job.step = Uni.createFrom().nothing();
        JobScheduler replica = replica(job);
        assertTrue(run(replica, job));
        job.step = null;
        set(job, "not_before = now()");
        Eventually.isTrue(() -> run(replica, job));
    }

    @Test
    void twoJobsOfOneNameAreRefused() {
        TestJob job = new TestJob();
        assertThrows(
                IllegalStateException.class,
                () -> new JobScheduler(List.of(job, job), new JobLeases(pools), clock, vertx, meters));
    }

    @Test
    void aMachineWhoseClockIsADayAheadRunsNothing() {
        TestJob job = new TestJob();
        assertFalse(run(replica(job, WrongClock.dayAhead(pool, vertx)), job));
        assertEquals(0, job.runs.get());
        assertTrue(run(replica(job), job), "and keeps nobody else from it");
    }

    private JobScheduler replica(Job job) {
        return replica(job, clock);
    }

    private JobScheduler replica(Job job, DatabaseClock itsClock) {
        return new JobScheduler(List.of(job), new JobLeases(pools), itsClock, vertx, meters);
    }

    private static boolean run(JobScheduler replica, Job job) {
        return replica.run(job).await().atMost(PATIENCE);
    }

    private void set(Job job, String assignment) {
        pool.preparedQuery("UPDATE job SET " + assignment + " WHERE name = $1")
                .execute(Tuple.of(job.name()))
                .await()
                .atMost(PATIENCE);
    }

    /** A job of three steps, unless it is told otherwise. */
    private static final class TestJob implements Job {
        private final String name = "test-" + UUID.randomUUID();
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger steps = new AtomicInteger();
        private volatile Duration stepWithin = Duration.ofSeconds(30);
        private volatile @Nullable Uni<Boolean> step;

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration every() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration stepWithin() {
            return stepWithin;
        }

        @Override
        public Steps begin() {
            runs.incrementAndGet();
            AtomicInteger left = new AtomicInteger(3);
            return () -> {
                steps.incrementAndGet();
                Uni<Boolean> told = step;
                return told == null ? Uni.createFrom().item(() -> left.decrementAndGet() > 0) : told;
            };
        }
    }
}
