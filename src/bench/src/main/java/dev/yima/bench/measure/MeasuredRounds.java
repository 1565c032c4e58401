package dev.yima.bench.measure;

import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.report.BenchResult;
import dev.yima.bench.report.Median;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measurements that are repeated, each with its ceiling beside it, and their medians. Properties: {@code bench.rounds};
 * {@code bench.warm}, seconds before the first round; {@code bench.seconds} of each round.
 */
public final class MeasuredRounds {
    public static final int COUNT = Integer.getInteger("bench.rounds", 3);
    public static final Duration WARM = Duration.ofSeconds(Integer.getInteger("bench.warm", 60));
    public static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("bench.seconds", 15));

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> ceilings = new ArrayList<>();
    private final List<Double> p99Ms = new ArrayList<>();

    /** Adds a round, and prints it. */
    public void add(PrintStream out, HttpLoad.Outcome outcome, double ceiling) {
        mustBeWithoutFault(outcome);
        out.printf("%.0f/s, p99 %.1f ms; ceiling %.0f/s%n", outcome.perSecond(), outcome.p99Ms(), ceiling);
        ours.add(outcome.perSecond());
        ceilings.add(ceiling);
        p99Ms.add(outcome.p99Ms());
    }

    /** The medians. */
    public BenchResult figure(String name) {
        return new BenchResult(name, Median.of(ours), Median.of(ceilings), Median.of(p99Ms));
    }

    /** A fault ends the benchmark, since its figure would mean nothing. */
    public static HttpLoad.Outcome mustBeWithoutFault(HttpLoad.Outcome outcome) {
        if (outcome.faults() > 0) {
            throw new IllegalStateException(
                    "must be no faults: faults=" + outcome.faults() + " answers=" + outcome.answers());
        }
        return outcome;
    }
}
