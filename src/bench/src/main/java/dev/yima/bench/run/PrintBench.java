package dev.yima.bench.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.bench.measure.PrintWork;
import dev.yima.bench.report.BenchResult;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.Codegen;
import dev.yima.codegen.qr.QrLevel;
import dev.yima.codegen.qr.QrSymbol;
import dev.yima.codegen.terminal.Terminal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Symbols a second on one thread, against ZXing's encoder with its default settings; besides, labels a second into PDF
 * on all cores, and how dark and how evenly the symbols are. Property: {@code print.labels}.
 */
public final class PrintBench {
    private static final int LABELS = Integer.getInteger("print.labels", 300_000);
    private static final int WARM_LABELS = 50_000;
    private static final int SYMBOLS = 100_000;
    private static final int KEY_BYTES = 32;
    private static final int PERCENT = 99;
    private static final String URL = "HTTPS://Q.EXAMPLE.COM/";

    private PrintBench() {}

    public static BenchResult run(PrintStream out) throws RunnerException, IOException {
        LotCodec lot = new LotCodec(new LotNumber(1), LotCodec.SIZE_MAX, LotKey.of(new byte[KEY_BYTES]));
        balance(out, lot);
        labels(out, lot, WARM_LABELS);
        labels(out, lot, LABELS);
        double symbols = MintBench.measure(PrintWork.class, "symbols", 1).getScore();
        double zxing = MintBench.measure(PrintWork.class, "zxing", 1).getScore();
        double p99Ms =
                MintBench.measure(PrintWork.class, "symbol", 1).getStatistics().getPercentile(PERCENT);
        return new BenchResult("print", symbols, zxing, p99Ms);
    }

    /** Dark share and run lengths over many symbols. */
    private static void balance(PrintStream out, LotCodec lot) {
        DoubleSummaryStatistics dark = new DoubleSummaryStatistics();
        DoubleSummaryStatistics runs = new DoubleSummaryStatistics();
        DoubleSummaryStatistics longest = new DoubleSummaryStatistics();
        for (int serial = 0; serial < SYMBOLS; serial++) {
            QrSymbol symbol = QrSymbol.of(URL + lot.code(serial).text(), QrLevel.M);
            int[] darkModules = {0};
            int[] most = {0};
            symbol.forEachRun((column, row, length) -> {
                darkModules[0] += length;
                most[0] = Math.max(most[0], length);
                runs.accept(length);
            });
            dark.accept(100.0 * darkModules[0] / symbol.modules() / symbol.modules());
            longest.accept(most[0]);
        }
        out.printf(
                "%d symbols: dark %.1f %% (%.1f to %.1f), dark runs %.2f modules on average,"
                        + " the longest of a symbol %.1f on average and %.0f at most%n",
                SYMBOLS,
                dark.getAverage(),
                dark.getMin(),
                dark.getMax(),
                runs.getAverage(),
                longest.getAverage(),
                longest.getMax());
    }

    /** Labels into PDF, by the command line itself. */
    private static void labels(PrintStream out, LotCodec lot, int count) throws IOException {
        Path folder = Files.createTempDirectory("print");
        try {
            Path codes = folder.resolve("codes.csv");
            writeCodes(codes, lot, count);
            long startedAt = System.nanoTime();
            Terminal terminal = new Terminal(
                    new PrintWriter(Writer.nullWriter()), new PrintWriter(System.err, true), false, Map.of());
            Path pdf = folder.resolve("pdf");
            int exitCode = Codegen.commandLine(terminal)
                    .execute("print", codes.toString(), "--format", "pdf", "--out", pdf.toString());
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            if (exitCode != 0) {
                throw new IllegalStateException("must print: exit code " + exitCode);
            }
            out.printf(
                    "%d labels into PDF: %.0f/s on %d cores, %.0f bytes a label%n",
                    count, count / seconds, Runtime.getRuntime().availableProcessors(), (double) bytes(pdf) / count);
        } finally {
            remove(folder);
        }
    }

    private static void writeCodes(Path file, LotCodec lot, int count) throws IOException {
        try (BufferedWriter rows = Files.newBufferedWriter(file, US_ASCII)) {
            rows.write("serial,code,url\n");
            for (int serial = 0; serial < count; serial++) {
                String code = lot.code(serial).text();
                rows.write(serial + "," + code + "," + URL + code + "\n");
            }
        }
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : all(folder)) {
            bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return bytes;
    }

    private static void remove(Path folder) throws IOException {
        for (Path path : all(folder)) {
            Files.delete(path);
        }
    }

    /** Everything in a folder and the folder, the innermost first. */
    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
