package dev.yima.bench.report;

import java.util.Locale;

/**
 * The result of a benchmark.
 *
 * @param name the benchmark
 * @param ours the figure of Yima
 * @param ceiling the figure that it is compared with, measured in the same run
 * @param p99Ms the 99th percentile, in milliseconds
 */
public record BenchResult(String name, double ours, double ceiling, double p99Ms) {
    /** The line that scripts read. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s ratio=%.3f ours=%.0f ceiling=%.0f p99_ms=%.1f",
                name,
                ours / ceiling,
                ours,
                ceiling,
                p99Ms);
    }
}
