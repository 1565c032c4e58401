package dev.yima.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Rounds of {@link Crash}; ours are those that held, the ceiling is all. Properties: {@code crash.rounds}; {@code
 * crash.seed}, from which each round has its own; {@code crash.break}, {@code unique} or {@code linked}, to see the
 * check fail.
 */
final class CrashBench {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 30);
    private static final String BREAK = System.getProperty("crash.break", "");

    private CrashBench() {}

    static Figure run(PrintStream out) throws IOException, SQLException, InterruptedException {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        out.println("-Dcrash.seed=" + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        Crash.Blow[] blows = Crash.Blow.values();
        try (Crash crash = Crash.open(out)) {
            if (BREAK.equals("unique")) {
                crash.allowDoubleAwards();
            }
            if (BREAK.equals("linked")) {
                crash.loseLinkedClaims();
            }
            Histogram micros = new Histogram(Load.DIGITS);
            crash.warm(seed);
            for (int round = 1; round <= ROUNDS; round++) {
                out.printf("round %d of %d, ", round, ROUNDS);
                micros.add(crash.round(seeds.nextLong(), blows[seeds.nextInt(blows.length)]));
            }
            return new Figure("crash", ROUNDS, ROUNDS, micros.getValueAtPercentile(99) / 1_000.0);
        }
    }
}
