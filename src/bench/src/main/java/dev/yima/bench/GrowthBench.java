package dev.yima.bench;

import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Awarded scans a second when millions of claims are there already, against the same on empty tables. The codes that
 * are claimed are of the lots that the millions are of, so that each finds its place among them. Property: {@code
 * growth.claims}, how many millions.
 */
final class GrowthBench {
    private static final int CLAIMS = Integer.getInteger("growth.claims", 20_000_000);

    /** How many claims are made over HTTP at most, before and afterwards each. */
    private static final int MEASURED_MAX = 1 << 21;

    static final int LOT_SIZE = 1 << 24;

    /** Lots on the market are never claimed to the last code. */
    private static final int CLAIMED_OF_LOT_MAX = LOT_SIZE / 4 * 3;

    /** The laws of money are checked over all rows, and not a byte is sent before they are. */
    static final Map<String, String> PATIENCE = Map.of("QUARKUS_HTTP_IDLE_TIMEOUT", "30M");

    private GrowthBench() {}

    static Figure run(PrintStream out) throws IOException, SQLException {
        try (Stage stage = Stage.open(out, PATIENCE)) {
            int all = CLAIMS + 2 * MEASURED_MAX;
            String campaign = stage.service().pointsCampaign(all);
            List<Service.ActiveLot> lots = lots(stage, campaign, (all - 1) / CLAIMED_OF_LOT_MAX + 1);
            Claiming before = claiming(stage, lots, 0);
            List<Load.Outcome> empty = measure(out, before);
            before.check(0);
            out.printf("writing %,d claims%n", CLAIMS);
            Past past = new Past(lots, campaign);
            try (Connection connection = stage.servers().connect()) {
                past.write(connection, MEASURED_MAX, CLAIMS);
            }
            Claiming after = claiming(stage, lots, MEASURED_MAX + CLAIMS);
            List<Load.Outcome> full = measure(out, after);
            long start = System.nanoTime();
            after.check(before.heard() + CLAIMS);
            out.printf("every law holds, checked in %.1f s%n", (System.nanoTime() - start) / 1e9);
            return figure(empty, full);
        }
    }

    private static List<Service.ActiveLot> lots(Stage stage, String campaign, int count) throws IOException {
        List<Service.ActiveLot> lots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lots.add(stage.service().lot("ITEM_INNER", LOT_SIZE, campaign));
        }
        return lots;
    }

    private static Claiming claiming(Stage stage, List<Service.ActiveLot> lots, int first) {
        List<LotCodec> codecs = lots.stream().map(Service.ActiveLot::codec).toList();
        return new Claiming(stage, lots, Codes.of(codecs, first, MEASURED_MAX));
    }

    private static List<Load.Outcome> measure(PrintStream out, Claiming claiming) throws IOException, SQLException {
        claiming.warm();
        List<Load.Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < Rounds.COUNT; round++) {
            Load.Outcome outcome = Rounds.mustBeWithoutFault(claiming.run(Rounds.LENGTH));
            out.printf("%.0f/s, p99 %.1f ms%n", outcome.perSecond(), outcome.p99Ms());
            outcomes.add(outcome);
        }
        if (claiming.heard() == MEASURED_MAX) {
            throw new IllegalStateException("must have codes left to the end: claims=" + MEASURED_MAX);
        }
        return outcomes;
    }

    private static Figure figure(List<Load.Outcome> empty, List<Load.Outcome> full) {
        return new Figure(
                "growth",
                Median.of(full.stream().map(Load.Outcome::perSecond).toList()),
                Median.of(empty.stream().map(Load.Outcome::perSecond).toList()),
                Median.of(full.stream().map(Load.Outcome::p99Ms).toList()));
    }
}
