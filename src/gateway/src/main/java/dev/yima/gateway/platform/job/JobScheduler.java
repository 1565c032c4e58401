package dev.yima.gateway.platform.job;

import dev.yima.gateway.platform.async.AsyncLoop;
import dev.yima.gateway.platform.async.Deadline;
import dev.yima.gateway.platform.db.DatabaseClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/** Runs the jobs, each on a timer of its own, so that none waits for another. */
@ApplicationScoped
class JobScheduler {
    private static final Logger LOG = Logger.getLogger(JobScheduler.class);

    private static final Duration END_AGAIN_FIRST = Duration.ofMillis(100);
    private static final Duration END_AGAIN_LAST = Duration.ofSeconds(2);
    private static final int END_AGAIN = 5;

    private final List<Job> jobs;
    private final JobLeases leases;
    private final DatabaseClock clock;
    private final Vertx vertx;
    private final MeterRegistry meters;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final List<Long> timers = new CopyOnWriteArrayList<>();

    JobScheduler(@All List<Job> jobs, JobLeases leases, DatabaseClock clock, Vertx vertx, MeterRegistry meters) {
        long names = jobs.stream().map(Job::name).distinct().count();
        if (names != jobs.size()) {
            throw new IllegalStateException("two jobs have one name: "
                    + jobs.stream().map(Job::name).sorted().toList());
        }
        this.jobs = List.copyOf(jobs);
        this.leases = leases;
        this.clock = clock;
        this.vertx = vertx;
        this.meters = meters;
    }

    /** The first look is at once: a service that never stays up for a job's interval does the job all the same. */
    void onStart(@Observes StartupEvent started) {
        for (Job job : jobs) {
            timers.add(vertx.setPeriodic(1, job.every().toMillis(), tick -> look(job)));
        }
    }

    void onStop(@Observes ShutdownEvent stopped) {
        timers.forEach(vertx::cancelTimer);
    }

    private void look(Job job) {
        run(job).subscribe()
                .with(
                        ran -> {},
                        failure -> LOG.debugf(failure, "the lease of %s cannot be had at the moment", job.name()));
    }

    /**
     * Runs a job, if it is due and no replica runs it. A machine whose clock is wrong runs none: by a clock a day
     * ahead, what ends tomorrow would be over.
     *
     * @return whether it ran, to its end or to a failure of its own; fails when the lease cannot be read
     */
    Uni<Boolean> run(Job job) {
        if (clock.isMachineWrong() || !running.add(job.name())) {
            return Uni.createFrom().item(false);
        }
        UUID run = UUID.randomUUID();
        return leases.take(job, run)
                .flatMap(isOurs -> isOurs
                        ? steps(job, run).replaceWith(true)
                        : Uni.createFrom().item(false))
                .eventually(() -> {
                    running.remove(job.name());
                });
    }

    private Uni<Void> steps(Job job, UUID run) {
        return Uni.createFrom()
                .deferred(() -> {
                    Job.Steps steps = job.begin();
                    return AsyncLoop.whilst(() -> Deadline.of(steps::next, job.stepWithin())
                            .flatMap(hasMore -> hasMore
                                    ? leases.renew(job, run)
                                    : Uni.createFrom().item(false)));
                })
                .call(done -> leases.end(job, run))
                .onFailure()
                .recoverWithUni(failure -> failed(job, run, failure));
    }

    /**
     * A step that came to no end may still be under way: its lease is left to run out. Otherwise the lease is given
     * back, also when the connection broke under the step, and breaks again.
     */
    private Uni<Void> failed(Job job, UUID run, Throwable failure) {
        LOG.warnf(failure, "a run of %s came to no end; the next one goes on", job.name());
        meters.counter("yima.job.failures", "job", job.name()).increment();
        return failure instanceof TimeoutException
                ? Uni.createFrom().voidItem()
                : leases.end(job, run)
                        .onFailure()
                        .retry()
                        .withBackOff(END_AGAIN_FIRST, END_AGAIN_LAST)
                        .atMost(END_AGAIN)
                        .onFailure()
                        .recoverWithNull();
    }
}
