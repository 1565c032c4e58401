package dev.yima.bench.run;

import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.fixture.SeededClaims;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.measure.ClaimLoad;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import dev.yima.bench.report.Median;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Claims a second whose laws are checked by difference, after a first full check, while people claim; against reading
 * the claims and transfers once from end to end. Prints besides how long full checks take, what a brand with a
 * twentieth of the claims waits, and what checks one after the other cost the claims beside them. Property: {@code
 * ledger.claims}, how many claims there are.
 */
public final class LedgerBench {
    private static final int CLAIMS = Integer.getInteger("ledger.claims", 2_000_000);
    private static final int OTHER_CLAIMS = CLAIMS / 20;
    private static final int LIVE_MAX = 1 << 20;
    private static final String READ = "SELECT (SELECT sum(amount) FROM claim) + (SELECT sum(amount) FROM transfer)";

    private LedgerBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            PackagedService service = fixture.service();
            String other = service.post("/api/v1/brands", "{\"name\":\"Another\"}")
                    .get("key")
                    .asText();
            try (Connection connection = fixture.servers().connect();
                    Statement statement = connection.createStatement()) {
                service.actAs(other);
                String others = service.pointsCampaign(OTHER_CLAIMS);
                new SeededClaims(GrowthBench.lots(service, others, OTHER_CLAIMS), others)
                        .write(fixture.servers(), 0, OTHER_CLAIMS);
                service.actAs("");
                String campaign = service.pointsCampaign(CLAIMS + LIVE_MAX);
                List<PackagedService.ActiveLot> lots = GrowthBench.lots(service, campaign, CLAIMS + LIVE_MAX);
                new SeededClaims(lots, campaign).write(fixture.servers(), 0, CLAIMS);
                out.printf("%,d claims are there%n", CLAIMS + OTHER_CLAIMS);
                out.printf("first full check: %.1f s%n", seconds(() -> mustBalance(service.brokenLaws())));
                List<LotCodec> codecs =
                        lots.stream().map(PackagedService.ActiveLot::codec).toList();
                ClaimLoad live = new ClaimLoad(fixture, lots, ShuffledCodes.of(codecs, CLAIMS, LIVE_MAX));
                live.warm();
                List<Double> checks = new ArrayList<>();
                List<Double> reads = new ArrayList<>();
                for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                    round(out, service, live, other, checks);
                    reads.add(seconds(() -> read(statement)));
                    out.printf("read in %.2f s%n", reads.get(round));
                }
                out.printf("full check after all: %.1f s%n", seconds(() -> mustBalance(service.brokenLaws())));
                double longest = checks.stream().mapToDouble(each -> each).max().orElseThrow();
                return new BenchResult("ledger", CLAIMS / Median.of(checks), CLAIMS / Median.of(reads), longest * 1e3);
            }
        }
    }

    /** Claims alone, then with checks beside them. */
    private static void round(
            PrintStream out, PackagedService service, ClaimLoad live, String other, List<Double> checks)
            throws IOException, SQLException {
        HttpLoad.Outcome alone = MeasuredRounds.mustBeWithoutFault(live.run(MeasuredRounds.LENGTH));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<Double>> checking = CompletableFuture.supplyAsync(() -> {
            List<Double> each = new ArrayList<>();
            while (!over.get()) {
                each.add(unchecked(() -> mustBalance(service.brokenLawsSinceTheSeal())));
            }
            return each;
        });
        HttpLoad.Outcome beside = MeasuredRounds.mustBeWithoutFault(live.run(MeasuredRounds.LENGTH));
        over.set(true);
        checks.addAll(checking.join());
        service.actAs(other);
        double others = seconds(() -> mustBalance(service.brokenLawsSinceTheSeal()));
        service.actAs("");
        out.printf(
                "%.0f claims/s alone, %.0f/s beside checks; %d of these took up to %.2f s, the other brand's %.2f s%n",
                alone.perSecond(),
                beside.perSecond(),
                checks.size(),
                checks.stream().mapToDouble(each -> each).max().orElseThrow(),
                others);
    }

    private static void mustBalance(List<String> broken) {
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

    private static double unchecked(Task task) {
        try {
            return seconds(task);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("a check failed", e);
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
