package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.report.BenchResult;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Rounds of {@link CrashRounds}; ours are those that held, the ceiling is all. Properties: {@code crash.rounds}; {@code
 * crash.seed}, from which each round has its own; {@code crash.break}, {@code unique} or {@code linked}, to see the
 * check fail; {@code crash.redis}, {@code SINGLE} or {@code CLUSTER}.
 */
public final class CrashBench {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 30);
    private static final Duration FAULT_FOR = Duration.ofMinutes(1);
    private static final BenchServers.RedisKind REDIS =
            BenchServers.RedisKind.valueOf(System.getProperty("crash.redis", "SINGLE"));
    private static final String BREAK = System.getProperty("crash.break", "");

    private CrashBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException, InterruptedException {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        out.println("-Dcrash.seed=" + seed);
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Fault> faults = Fault.with(REDIS);
        try (CrashRounds crash = CrashRounds.open(out, REDIS, faults, FAULT_FOR)) {
            if (BREAK.equals("unique")) {
                crash.allowDoubleAwards();
            }
            if (BREAK.equals("linked")) {
                crash.loseLinkedClaims();
            }
            Histogram micros = new Histogram(HttpLoad.DIGITS);
            crash.warm(seed);
            for (int round = 1; round <= ROUNDS; round++) {
                out.printf("round %d of %d, ", round, ROUNDS);
                micros.add(crash.round(seeds.nextLong(), faults.get(seeds.nextInt(faults.size()))));
            }
            return new BenchResult("crash", ROUNDS, ROUNDS, micros.getValueAtPercentile(99) / 1_000.0);
        }
    }
}
