package dev.yima.bench.measure;

import dev.yima.bench.fixture.ScanFixture;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** CPU seconds by process during a measurement: they tell more than a ratio, and noise changes them little. */
public final class CpuTime {
    private final ScanFixture fixture;
    private final Map<String, Duration> before;

    private CpuTime(ScanFixture fixture) throws IOException {
        this.fixture = fixture;
        this.before = used(fixture);
    }

    /** Starts to count. */
    public static CpuTime from(ScanFixture fixture) throws IOException {
        return new CpuTime(fixture);
    }

    /** Prints what each has used since, divided by the number of answers. */
    public void print(PrintStream out, long answers) throws IOException {
        StringJoiner parts = new StringJoiner(", ");
        double total = 0;
        for (Map.Entry<String, Duration> now : used(fixture).entrySet()) {
            double micros = now.getValue().minus(before.get(now.getKey())).toNanos() / 1e3 / answers;
            total += micros;
            parts.add(String.format("%s %.1f", now.getKey(), micros));
        }
        out.printf("µs of CPU each: %s; together %.1f%n", parts, total);
    }

    private static Map<String, Duration> used(ScanFixture fixture) throws IOException {
        Map<String, Duration> used = new LinkedHashMap<>();
        used.put("service", of(fixture.service().process()));
        used.put("PostgreSQL", of(fixture.servers().postgres()));
        used.put("Redis", of(fixture.servers().redis()));
        used.put("load", of(ProcessHandle.current()));
        return used;
    }

    /** A process and those that it started; those that have ended meanwhile are left out. */
    private static Duration of(ProcessHandle process) {
        Stream<ProcessHandle> children =
                process.equals(ProcessHandle.current()) ? Stream.empty() : process.descendants();
        return Stream.concat(Stream.of(process), children)
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
