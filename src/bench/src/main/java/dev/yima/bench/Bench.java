package dev.yima.bench;

import dev.yima.bench.crash.CrashBench;
import dev.yima.bench.report.BenchResult;
import dev.yima.bench.run.ChannelBench;
import dev.yima.bench.run.DiversionBench;
import dev.yima.bench.run.GrowthBench;
import dev.yima.bench.run.IsolationBench;
import dev.yima.bench.run.LedgerBench;
import dev.yima.bench.run.LinkedBench;
import dev.yima.bench.run.MemoryBench;
import dev.yima.bench.run.MintBench;
import dev.yima.bench.run.PrintBench;
import dev.yima.bench.run.ScanBench;
import dev.yima.bench.run.VerifyBench;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs one benchmark by its name, and prints its figure: {@code ./mvnw -pl src/bench -am -Pbench verify -Dbench=NAME}.
 *
 * <p>A benchmark's properties, which its class names, are options of its own JVM: {@code
 * -Dbench.options="-Dcrash.rounds=3 -Dcrash.seed=7"}. So are {@code service.options}, further JVM options of the
 * service, separated by commas.
 */
public final class Bench {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.ofEntries(
            entry("scan", ScanBench::run),
            entry("verify", VerifyBench::run),
            entry("growth", GrowthBench::run),
            entry("isolation", IsolationBench::run),
            entry("memory", MemoryBench::run),
            entry("crash", CrashBench::run),
            entry("mint", MintBench::run),
            entry("ledger", LedgerBench::run),
            entry("channel", ChannelBench::run),
            entry("linked", LinkedBench::run),
            entry("diversion", DiversionBench::run),
            entry("print", PrintBench::run)));

    private Bench() {}

    /** A benchmark. */
    private interface Benchmark {
        BenchResult run(PrintStream out) throws Exception;
    }

    private static Map.Entry<String, Benchmark> entry(String name, Benchmark bench) {
        return Map.entry(name, bench);
    }

    /**
     * Runs a benchmark.
     *
     * @param arguments its name
     */
    public static void main(String[] arguments) throws Exception {
        Benchmark wanted = arguments.length == 1 ? ALL.get(arguments[0]) : null;
        if (wanted == null) {
            throw new IllegalArgumentException("must be one of " + ALL.keySet() + ": -Dbench=NAME");
        }
        BenchResult figure = wanted.run(System.out);
        System.out.println(figure.line());
        Files.writeString(Path.of(System.getProperty("figure.file", "figure.txt")), figure.line() + "\n");
    }
}
