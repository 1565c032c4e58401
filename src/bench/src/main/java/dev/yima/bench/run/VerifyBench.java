package dev.yima.bench.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.load.SimulatedUsers;
import dev.yima.bench.measure.ClaimLoad;
import dev.yima.bench.measure.CpuTime;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Scans that win nothing, against the service's own {@code /robots.txt}, which asks no store: half of them are claims
 * of codes that somebody else holds, half are scans of outer codes. Every scan must be recorded all the same.
 */
public final class VerifyBench {
    private static final Duration CLAIMED_WITHIN = Duration.ofMinutes(2);
    private static final int TAKEN = 1 << 15;
    private static final int OUTER = 1 << 17;
    private static final long SEED = 20261122L;

    private VerifyBench() {}

    public static BenchResult run(PrintStream out) throws IOException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            ClaimLoad claiming = ClaimLoad.prepare(fixture, TAKEN);
            claiming.run(CLAIMED_WITHIN);
            ShuffledCodes outer = ShuffledCodes.of(
                    fixture.service().lot("ITEM_OUTER", OUTER, "").codec(), OUTER);
            HttpLoad looking = load(fixture, new VerificationLoad(fixture.users(), claiming, outer));
            HttpLoad empty = load(fixture, new Empty());
            looking.run(MeasuredRounds.WARM);
            empty.run(MeasuredRounds.WARM.dividedBy(4));
            MeasuredRounds rounds = new MeasuredRounds();
            for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                CpuTime cpu = CpuTime.from(fixture);
                HttpLoad.Outcome outcome = looking.run(MeasuredRounds.LENGTH);
                cpu.print(out, outcome.answers());
                CpuTime idle = CpuTime.from(fixture);
                HttpLoad.Outcome ceiling = MeasuredRounds.mustBeWithoutFault(empty.run(MeasuredRounds.LENGTH));
                idle.print(out, ceiling.answers());
                rounds.add(out, outcome, ceiling.perSecond());
            }
            claiming.check(0);
            long unrecorded = fixture.service().unrecorded();
            if (unrecorded > 0) {
                throw new IllegalStateException("every scan must be recorded: unrecorded=" + unrecorded);
            }
            return rounds.figure("verify");
        }
    }

    private static HttpLoad load(ScanFixture fixture, HttpLoad.Caller caller) {
        return new HttpLoad(List.of(fixture.service().address()), ScanFixture.CONNECTIONS, caller);
    }

    /** People who come too late, or hold the outer code only. */
    private static final class VerificationLoad implements HttpLoad.Caller {
        private static final byte[] NOTHING = "\"reward\":null".getBytes(US_ASCII);

        private final SplittableRandom random = new SplittableRandom(SEED);
        private final SimulatedUsers users;
        private final ClaimLoad claimed;
        private final ShuffledCodes outer;

        VerificationLoad(SimulatedUsers users, ClaimLoad claimed, ShuffledCodes outer) {
            this.users = users;
            this.claimed = claimed;
            this.outer = outer;
        }

        @Override
        public boolean ask(int connection, ByteBuffer request) {
            int person = random.nextInt(users.size());
            if (random.nextBoolean()) {
                int code = random.nextInt(claimed.codes().count());
                int other = person == claimed.claimant(code) ? (person + 1) % users.size() : person;
                users.claim(request, other, claimed.codes(), code);
            } else {
                users.claim(request, person, outer, random.nextInt(outer.count()));
            }
            return true;
        }

        @Override
        public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
            return status == 200 && answer.indexOf(NOTHING) >= 0;
        }
    }

    /** Asks for what costs nothing. */
    private static final class Empty implements HttpLoad.Caller {
        private static final byte[] REQUEST = "GET /robots.txt HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(US_ASCII);
        private static final byte[] ANSWER = "User-agent: *\nDisallow: /\n".getBytes(US_ASCII);

        @Override
        public boolean ask(int connection, ByteBuffer request) {
            request.put(REQUEST);
            return true;
        }

        @Override
        public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
            return status == 200 && answer.indexOf(ANSWER) >= 0;
        }
    }
}
