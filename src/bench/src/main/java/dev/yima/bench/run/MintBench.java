package dev.yima.bench.run;

import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.measure.MintWork;
import dev.yima.bench.report.BenchResult;
import java.io.IOException;
import java.io.PrintStream;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Codes a second that all cores write into a file, against the AES work in them alone. */
public final class MintBench {
    private static final int WARM_SECONDS = 2;
    private static final int ROUNDS = 4;
    private static final int PERCENT = 99;

    private MintBench() {}

    public static BenchResult run(PrintStream out) throws RunnerException, IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        out.printf("%d threads, %d codes a chunk%n", threads, MintWork.CHUNK);
        double chunks = measure("codes", threads).getScore();
        double chunksOfAes = measure("aes", threads).getScore();
        double p99Ms = measure("chunk", threads).getStatistics().getPercentile(PERCENT);
        out.printf("open: %.0f codes/s a thread%n", measure("open", 1).getScore());
        return new BenchResult("mint", chunks * MintWork.CHUNK, chunksOfAes * MintWork.CHUNK, p99Ms);
    }

    private static Result<?> measure(String method, int threads) throws RunnerException {
        return measure(MintWork.class, method, threads);
    }

    /** Runs a JMH method on some threads. */
    static Result<?> measure(Class<?> work, String method, int threads) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(work.getName() + '.' + method + '$')
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(WARM_SECONDS))
                        .measurementIterations(ROUNDS)
                        .measurementTime(TimeValue.seconds(MeasuredRounds.LENGTH.toSeconds() / ROUNDS))
                        .build())
                .runSingle();
        return result.getPrimaryResult();
    }
}
