package dev.yima.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measurements that are repeated, each with its ceiling beside it, and their medians. Properties: {@code bench.rounds};
 * {@code bench.warm}, seconds before the first round; {@code bench.seconds} of each round.
 */
final class Rounds {
    static final int COUNT = Integer.getInteger("bench.rounds", 3);
    static final Duration WARM = Duration.ofSeconds(Integer.getInteger("bench.warm", 60));
    static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("bench.seconds", 15));

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> ceilings = new ArrayList<>();
    private final List<Double> p99Ms = new ArrayList<>();

    /** Adds a round, and prints it. */
    void add(PrintStream out, Load.Outcome outcome, double ceiling) {
        mustBeWithoutFault(outcome);
        out.printf("%.0f/s, p99 %.1f ms; ceiling %.0f/s%n", outcome.perSecond(), outcome.p99Ms(), ceiling);
        ours.add(outcome.perSecond());
        ceilings.add(ceiling);
        p99Ms.add(outcome.p99Ms());
    }

    /** The medians. */
    Figure figure(String name) {
        return new Figure(name, Median.of(ours), Median.of(ceilings), Median.of(p99Ms));
    }

    /** A fault ends the benchmark, since its figure would mean nothing. */
    static Load.Outcome mustBeWithoutFault(Load.Outcome outcome) {
        if (outcome.faults() > 0) {
            throw new IllegalStateException(
                    "must be no faults: faults=" + outcome.faults() + " answers=" + outcome.answers());
        }
        return outcome;
    }
}
