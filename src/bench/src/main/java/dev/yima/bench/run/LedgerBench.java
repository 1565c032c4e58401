package dev.yima.bench.run;

import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.fixture.SeededClaims;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import dev.yima.bench.report.Median;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims a second whose laws are checked, all laws over all rows, against reading the claims and transfers once from
 * end to end. Property: {@code ledger.claims}, how many claims there are.
 */
public final class LedgerBench {
    private static final int CLAIMS = Integer.getInteger("ledger.claims", 1_000_000);
    private static final String READ = "SELECT (SELECT sum(amount) FROM claim) + (SELECT sum(amount) FROM transfer)";

    private LedgerBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out, GrowthBench.LONG_IDLE_TIMEOUT)) {
            String campaign = fixture.service().pointsCampaign(CLAIMS);
            List<PackagedService.ActiveLot> lots =
                    List.of(fixture.service().lot("ITEM_INNER", GrowthBench.LOT_SIZE, campaign));
            List<Double> checks = new ArrayList<>();
            List<Double> reads = new ArrayList<>();
            try (Connection connection = fixture.servers().connect();
                    Statement statement = connection.createStatement()) {
                new SeededClaims(lots, campaign).write(connection, 0, CLAIMS);
                mustBalance(fixture.service());
                for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                    reads.add(seconds(() -> read(statement)));
                    checks.add(seconds(() -> mustBalance(fixture.service())));
                    out.printf("checked in %.2f s, read in %.2f s%n", checks.get(round), reads.get(round));
                }
            }
            return new BenchResult(
                    "ledger", CLAIMS / Median.of(checks), CLAIMS / Median.of(reads), Median.of(checks) * 1e3);
        }
    }

    private static void mustBalance(PackagedService service) throws IOException {
        List<String> broken = service.brokenLaws();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("every law must hold: " + broken);
        }
    }

    private static void read(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(READ)) {
            if (!rows.next() || rows.getLong(1) == 0) {
                throw new IllegalStateException("must have claims");
            }
        }
    }

    private static double seconds(Task task) throws IOException, SQLException {
        long start = System.nanoTime();
        task.done();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Something that takes time. */
    private interface Task {
        void done() throws IOException, SQLException;
    }
}
