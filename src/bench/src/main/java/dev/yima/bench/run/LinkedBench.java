package dev.yima.bench.run;

import dev.yima.bench.fixture.ChannelFixture;
import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.measure.ClaimLoad;
import dev.yima.bench.measure.CpuTime;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Awarded scans that pay four, the consumer, the store, the guide and the dealer, against those of a campaign without
 * slots in the same run.
 */
public final class LinkedBench {
    private static final int CLAIMS = 1 << 21;

    private LinkedBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            ClaimLoad single = ClaimLoad.prepare(fixture, CLAIMS);
            ClaimLoad linked = linked(fixture);
            single.warm();
            linked.warm();
            MeasuredRounds rounds = new MeasuredRounds();
            for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                CpuTime alone = CpuTime.from(fixture);
                HttpLoad.Outcome ceiling = MeasuredRounds.mustBeWithoutFault(single.run(MeasuredRounds.LENGTH));
                alone.print(out, ceiling.answers());
                CpuTime cpu = CpuTime.from(fixture);
                HttpLoad.Outcome outcome = linked.run(MeasuredRounds.LENGTH);
                cpu.print(out, outcome.answers());
                rounds.add(out, outcome, ceiling.perSecond());
            }
            single.check(0);
            linked.check(0);
            return rounds.figure("linked");
        }
    }

    private static ClaimLoad linked(ScanFixture fixture) throws IOException, SQLException {
        ChannelFixture channel = ChannelFixture.open(fixture.service());
        try (Connection connection = fixture.servers().connect()) {
            String campaign = fixture.service().campaign(CLAIMS, ChannelFixture.SLOTS);
            PackagedService.ActiveLot lot = channel.bottles(connection, CLAIMS, campaign);
            return new ClaimLoad(fixture, List.of(lot), ShuffledCodes.of(lot.codec(), CLAIMS));
        }
    }
}
