package dev.yima.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;

/** Awarded scans a second over HTTP, everything durable, against PostgreSQL's own single-row commits. */
final class ScanBench {
    private static final int CLAIMS = 1 << 22;
    private static final Duration CEILING_LENGTH = Duration.ofSeconds(Integer.getInteger("bench.ceiling.seconds", 6));

    private ScanBench() {}

    static Figure run(PrintStream out) throws IOException, SQLException {
        try (Stage stage = Stage.open(out)) {
            Claiming claiming = Claiming.prepare(stage, CLAIMS);
            Pgbench pgbench = new Pgbench(stage.servers(), CEILING_LENGTH);
            claiming.warm();
            Rounds rounds = new Rounds();
            for (int round = 0; round < Rounds.COUNT; round++) {
                CpuTime cpu = CpuTime.from(stage);
                Load.Outcome outcome = claiming.run(Rounds.LENGTH);
                cpu.print(out, outcome.answers());
                rounds.add(out, outcome, pgbench.best());
            }
            out.printf("resident %d MB%n", stage.service().residentBytes() >> 20);
            claiming.check(0);
            return rounds.figure("scan");
        }
    }
}
