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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Awarded scans a second when millions of claims are there already, against the same on empty tables. The codes that
 * are claimed are of the lots that the millions are of, so that each finds its place among them. Property: {@code
 * growth.claims}, how many millions.
 */
public final class GrowthBench {
    private static final int CLAIMS = Integer.getInteger("growth.claims", 20_000_000);

    /** The most claims over HTTP, before and afterwards each. */
    private static final int MEASURED_MAX = 1 << 21;

    public static final int LOT_SIZE = 1 << 24;

    /** Lots on the market are never claimed to the last code. */
    private static final int CLAIMED_OF_LOT_MAX = LOT_SIZE / 4 * 3;

    private GrowthBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            int all = CLAIMS + 2 * MEASURED_MAX;
            String campaign = fixture.service().pointsCampaign(all);
            List<PackagedService.ActiveLot> lots = lots(fixture.service(), campaign, all);
            ClaimLoad before = claiming(fixture, lots, 0);
            List<HttpLoad.Outcome> empty = measure(out, before);
            before.check(0);
            out.printf("writing %,d claims%n", CLAIMS);
            new SeededClaims(lots, campaign).write(fixture.servers(), MEASURED_MAX, CLAIMS);
            ClaimLoad after = claiming(fixture, lots, MEASURED_MAX + CLAIMS);
            List<HttpLoad.Outcome> full = measure(out, after);
            long start = System.nanoTime();
            after.check(before.heard() + CLAIMS);
            out.printf("every law holds, checked in %.1f s%n", (System.nanoTime() - start) / 1e9);
            return figure(empty, full);
        }
    }

    /** Makes the lots for so many claims. */
    static List<PackagedService.ActiveLot> lots(PackagedService service, String campaign, int claims)
            throws IOException {
        List<PackagedService.ActiveLot> lots = new ArrayList<>();
        for (int room = 0; room < claims; room += CLAIMED_OF_LOT_MAX) {
            lots.add(service.lot("ITEM_INNER", LOT_SIZE, campaign));
        }
        return lots;
    }

    private static ClaimLoad claiming(ScanFixture fixture, List<PackagedService.ActiveLot> lots, int first) {
        List<LotCodec> codecs =
                lots.stream().map(PackagedService.ActiveLot::codec).toList();
        return new ClaimLoad(fixture, lots, ShuffledCodes.of(codecs, first, MEASURED_MAX));
    }

    private static List<HttpLoad.Outcome> measure(PrintStream out, ClaimLoad claiming)
            throws IOException, SQLException {
        claiming.warm();
        List<HttpLoad.Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < MeasuredRounds.COUNT; round++) {
            HttpLoad.Outcome outcome = MeasuredRounds.mustBeWithoutFault(claiming.run(MeasuredRounds.LENGTH));
            out.printf("%.0f/s, p99 %.1f ms%n", outcome.perSecond(), outcome.p99Ms());
            outcomes.add(outcome);
        }
        if (claiming.heard() == MEASURED_MAX) {
            throw new IllegalStateException("must have codes left to the end: claims=" + MEASURED_MAX);
        }
        return outcomes;
    }

    private static BenchResult figure(List<HttpLoad.Outcome> empty, List<HttpLoad.Outcome> full) {
        return new BenchResult(
                "growth",
                Median.of(full.stream().map(HttpLoad.Outcome::perSecond).toList()),
                Median.of(empty.stream().map(HttpLoad.Outcome::perSecond).toList()),
                Median.of(full.stream().map(HttpLoad.Outcome::p99Ms).toList()));
    }
}
