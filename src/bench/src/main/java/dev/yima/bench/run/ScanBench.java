package dev.yima.bench.run;

import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.measure.ClaimLoad;
import dev.yima.bench.measure.CpuTime;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.measure.Pgbench;
import dev.yima.bench.report.BenchResult;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;

/** Awarded scans a second over HTTP, everything durable, against PostgreSQL's own single-row commits. */
public final class ScanBench {
    private static final int CLAIMS = 1 << 22;
    private static final Duration CEILING_LENGTH = Duration.ofSeconds(Integer.getInteger("bench.ceiling.seconds", 6));

    private ScanBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            ClaimLoad claiming = ClaimLoad.prepare(fixture, CLAIMS);
            Pgbench pgbench = new Pgbench(fixture.servers(), CEILING_LENGTH);
            claiming.warm();
            MeasuredRounds rounds = new MeasuredRounds();
            for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                CpuTime cpu = CpuTime.from(fixture);
                HttpLoad.Outcome outcome = claiming.run(MeasuredRounds.LENGTH);
                cpu.print(out, outcome.answers());
                rounds.add(out, outcome, pgbench.best());
            }
            out.printf("resident %d MB%n", fixture.service().residentBytes() >> 20);
            claiming.check(0);
            return rounds.figure("scan");
        }
    }
}
