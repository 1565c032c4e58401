package dev.yima.bench.run;

import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.measure.ClaimLoad;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import dev.yima.bench.report.Median;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The service's resident set in MB after five minutes of claims, against the one after the first minute. Property:
 * {@code memory.minute}, how many seconds a minute has, to try it out.
 */
public final class MemoryBench {
    private static final int MINUTES = 5;
    private static final Duration MINUTE = Duration.ofSeconds(Integer.getInteger("memory.minute", 60));
    private static final int CLAIMS = 1 << 22;

    private MemoryBench() {}

    public static BenchResult run(PrintStream out) throws IOException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            ClaimLoad claiming = ClaimLoad.prepare(fixture, CLAIMS);
            List<Double> residentMb = new ArrayList<>();
            List<Double> p99 = new ArrayList<>();
            for (int minute = 1; minute <= MINUTES; minute++) {
                HttpLoad.Outcome outcome = MeasuredRounds.mustBeWithoutFault(claiming.run(MINUTE));
                residentMb.add(fixture.service().residentBytes() / (double) (1 << 20));
                p99.add(outcome.p99Ms());
                out.printf(
                        "minute %d: resident %.0f MB, %.0f/s, p99 %.1f ms%n",
                        minute, residentMb.get(minute - 1), outcome.perSecond(), outcome.p99Ms());
            }
            if (claiming.heard() == CLAIMS) {
                throw new IllegalStateException("must have codes left to the end: claims=" + CLAIMS);
            }
            claiming.check(0);
            return new BenchResult("memory", residentMb.get(MINUTES - 1), residentMb.get(0), Median.of(p99));
        }
    }
}
