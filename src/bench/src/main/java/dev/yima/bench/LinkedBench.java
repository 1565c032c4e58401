package dev.yima.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Awarded scans that pay four, the consumer, the store, the guide and the dealer, against those of a campaign without
 * slots in the same run.
 */
final class LinkedBench {
    private static final int CLAIMS = 1 << 21;

    private LinkedBench() {}

    static Figure run(PrintStream out) throws IOException, SQLException {
        try (Stage stage = Stage.open(out)) {
            Claiming single = Claiming.prepare(stage, CLAIMS);
            Claiming linked = linked(stage);
            single.warm();
            linked.warm();
            Rounds rounds = new Rounds();
            for (int round = 0; round < Rounds.COUNT; round++) {
                CpuTime alone = CpuTime.from(stage);
                Load.Outcome ceiling = Rounds.mustBeWithoutFault(single.run(Rounds.LENGTH));
                alone.print(out, ceiling.answers());
                CpuTime cpu = CpuTime.from(stage);
                Load.Outcome outcome = linked.run(Rounds.LENGTH);
                cpu.print(out, outcome.answers());
                rounds.add(out, outcome, ceiling.perSecond());
            }
            single.check(0);
            linked.check(0);
            return rounds.figure("linked");
        }
    }

    private static Claiming linked(Stage stage) throws IOException, SQLException {
        Trade trade = Trade.open(stage.service());
        try (Connection connection = stage.servers().connect()) {
            String campaign = stage.service().campaign(CLAIMS, Trade.SLOTS);
            Service.ActiveLot lot = trade.bottles(connection, CLAIMS, campaign);
            return new Claiming(stage, List.of(lot), Codes.of(lot.codec(), CLAIMS));
        }
    }
}
