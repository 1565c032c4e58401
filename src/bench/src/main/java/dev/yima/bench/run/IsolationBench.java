package dev.yima.bench.run;

import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.measure.ClaimLoad;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Cost of a locked campaign to the others: the 99th percentile of awarded scans while somebody keeps the row of another
 * campaign locked and people want its codes in vain, against the same without. Scans come at a steady rate, a share of
 * what the service can do ({@code isolation.load}, a half; 0 for as many as it can): at its limit the time of an answer
 * is the length of the queue, and that any work beside it makes longer. Round by round in turn, all rounds taken
 * together; the ratio is 1 when nobody notices. A third figure, of a locked row that nobody wants, tells what of it is
 * PostgreSQL's own: while any transaction is open, no old version of a row that changes often is cleared away.
 */
public final class IsolationBench {
    private static final int CLAIMS = 1 << 21;
    private static final int WAITING = 32;
    private static final double LOAD = Double.parseDouble(System.getProperty("isolation.load", "0.5"));
    private static final double MICROS = 1_000;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final String LOCK_POOL = "SELECT 1 FROM pool_counter WHERE campaign_id = ?::uuid FOR UPDATE";

    private IsolationBench() {}

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            ClaimLoad well = ClaimLoad.prepare(fixture, CLAIMS);
            String campaign = fixture.service().campaign(CLAIMS);
            PackagedService.ActiveLot stuck = fixture.service().lot("ITEM_INNER", CLAIMS, campaign);
            well.warm();
            double perSecond = MeasuredRounds.mustBeWithoutFault(well.run(MeasuredRounds.LENGTH))
                            .perSecond()
                    * LOAD;
            out.printf("%.0f scans a second%n", perSecond);
            Histogram alone = new Histogram(HttpLoad.DIGITS);
            Histogram unwanted = new Histogram(HttpLoad.DIGITS);
            Histogram beside = new Histogram(HttpLoad.DIGITS);
            for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                // In turns, since whoever comes later finds larger tables.
                if (round % 2 == 0) {
                    alone.add(run(well, perSecond));
                }
                unwanted.add(locked(fixture, campaign, () -> run(well, perSecond)));
                try (WaitingUsers waiting = new WaitingUsers(fixture.service().address(), stuck)) {
                    beside.add(locked(fixture, campaign, () -> {
                        waiting.start();
                        return run(well, perSecond);
                    }));
                    out.printf("refused where it is locked: %d%n", waiting.refused());
                }
                if (round % 2 == 1) {
                    alone.add(run(well, perSecond));
                }
            }
            out.printf(
                    "p99 alone %.1f ms, beside a locked row that nobody wants %.1f ms, that people want %.1f ms%n",
                    p99(alone) / MICROS, p99(unwanted) / MICROS, p99(beside) / MICROS);
            well.check(0);
            return new BenchResult("isolation", p99(alone), p99(beside), p99(beside) / MICROS);
        }
    }

    /** A round while the row of a campaign is locked. */
    private static Histogram locked(ScanFixture fixture, String campaign, Round round)
            throws IOException, SQLException {
        try (Connection connection = fixture.servers().connect();
                PreparedStatement lock = connection.prepareStatement(LOCK_POOL)) {
            connection.setAutoCommit(false);
            lock.setString(1, campaign);
            lock.execute();
            Histogram micros = round.run();
            connection.rollback();
            return micros;
        }
    }

    /** A round of load. */
    private interface Round {
        Histogram run() throws IOException;
    }

    private static Histogram run(ClaimLoad load, double perSecond) throws IOException {
        return MeasuredRounds.mustBeWithoutFault(load.run(MeasuredRounds.LENGTH, perSecond))
                .micros();
    }

    private static double p99(Histogram micros) {
        return micros.getValueAtPercentile(99);
    }

    /** People who want codes of a campaign that is locked, and try again when they are told to. */
    private static final class WaitingUsers implements AutoCloseable {
        private final URI scans;
        private final ShuffledCodes codes;
        private final HttpClient client = HttpClient.newHttpClient();
        private final ExecutorService people = Executors.newFixedThreadPool(WAITING);
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean over;

        WaitingUsers(InetSocketAddress service, PackagedService.ActiveLot lot) {
            this.scans = URI.create("http://127.0.0.1:" + service.getPort() + "/api/v1/scans");
            this.codes = ShuffledCodes.of(lot.codec(), CLAIMS);
        }

        void start() {
            for (int person = 0; person < WAITING; person++) {
                people.execute(this::tryAgainAndAgain);
            }
        }

        int refused() {
            return refused.get();
        }

        private void tryAgainAndAgain() {
            while (!over) {
                HttpRequest request = HttpRequest.newBuilder(scans)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"code\":\"" + codes.text(next.getAndIncrement()) + "\"}"))
                        .build();
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 503) {
                        refused.incrementAndGet();
                    }
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                } catch (InterruptedException ended) {
                    return;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }

        @Override
        public void close() {
            over = true;
            people.shutdownNow();
        }
    }
}
