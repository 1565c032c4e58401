package dev.yima.gateway.platform.job;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Work that is done every so often, by one replica at a time. Implementations are beans; {@link JobScheduler} runs
 * them. Each run does all that is due by then, so a run that was missed is made up for by the next; and each finds its
 * work by itself, so that a run which outlives its lease and meets another does no harm.
 */
public interface Job {
    /** The name of its lease, which no other job has and which never changes. */
    String name();

    /** The longest time from one run to the next, while any replica is up; half of it is the shortest. */
    Duration every();

    /** The longest time that a step takes; beyond, its run has failed. */
    default Duration stepWithin() {
        return Duration.ofSeconds(30);
    }

    /** Begins a run. */
    Steps begin();

    /** A run, step by step: its lease is renewed in between. */
    @FunctionalInterface
    interface Steps {
        /** Takes the next step; returns whether there is another. A failure ends the run. */
        Uni<Boolean> next();
    }
}
