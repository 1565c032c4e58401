package dev.yima.bench.run;

import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import dev.yima.bench.report.Median;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Links a second between items and their cases over HTTP, each request durable, against the same rows inserted into a
 * copy of the table without HTTP; and how long it takes to find what an item is in, among millions of links. Property:
 * {@code channel.links}, how many.
 */
public final class ChannelBench {
    private static final int LINKS = Integer.getInteger("channel.links", 50_000_000);
    private static final int ITEMS_EACH = 24;
    private static final int CASES_EACH = 80;
    private static final int CLIENTS = 4;
    /** No more than there are cores: how long an answer takes is asked, not how many there can be. */
    private static final int ASKERS = 2;

    private static final int LOT_SIZE = 1 << 24;
    private static final int CHUNK = 1_000_000;
    private static final String COPY = "CREATE TABLE ceiling (LIKE aggregation INCLUDING ALL)";
    private static final String INSERT = """
            INSERT INTO ceiling SELECT 1, n, 2, n / ?, '00000000-0000-8000-8000-000000000000', now(),
                '00000000-0000-8000-8000-000000000000' FROM generate_series(?::int, ?::int) AS n""";
    /** Items in cases of {@value #ITEMS_EACH}, and cases on pallets of {@value #CASES_EACH}. */
    private static final String HISTORY_SQL = """
            INSERT INTO aggregation (child_lot, child_serial, parent_lot, parent_serial, brand_id, linked_at, linked_by)
            SELECT ?, n, ?, (n + ?::bigint) / ?, k.brand_id, now(), k.id
            FROM generate_series(?::int, ?::int) AS n CROSS JOIN (SELECT id, brand_id FROM staff_key LIMIT 1) AS k""";

    private static final List<String> INDEXES = List.of(
            "CREATE UNIQUE INDEX aggregation_one_parent ON aggregation (child_lot, child_serial)"
                    + " WHERE unlinked_at IS NULL",
            "CREATE INDEX aggregation_children ON aggregation (parent_lot, parent_serial, child_lot, child_serial)"
                    + " WHERE unlinked_at IS NULL");

    private final PrintStream out;
    private final ScanFixture fixture;

    private ChannelBench(PrintStream out, ScanFixture fixture) {
        this.out = out;
        this.fixture = fixture;
    }

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        try (ScanFixture fixture = ScanFixture.open(out)) {
            ChannelBench bench = new ChannelBench(out, fixture);
            List<Double> ours = new ArrayList<>();
            List<Double> ceilings = new ArrayList<>();
            try (Connection connection = fixture.servers().connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(COPY);
            }
            bench.perSecond(MeasuredRounds.WARM, bench.new Association()::post);
            // Of its own lots: those of the warm-up may be used up.
            Association association = bench.new Association();
            for (int round = 0; round < MeasuredRounds.COUNT; round++) {
                ours.add(bench.perSecond(MeasuredRounds.LENGTH, association::post));
                ceilings.add(bench.perSecond(MeasuredRounds.LENGTH, new Ceiling(fixture)::insert));
                out.printf("%.0f links/s; ceiling %.0f/s%n", ours.get(round), ceilings.get(round));
            }
            return new BenchResult("channel", Median.of(ours), Median.of(ceilings), bench.lookUp());
        }
    }

    /** Several do something as often as they can for a while; each time is {@code ITEMS_EACH * CASES_EACH} links. */
    private double perSecond(Duration length, IntConsumer task) {
        AtomicInteger done = new AtomicInteger();
        long until = System.nanoTime() + length.toNanos();
        together(CLIENTS, client -> {
            while (System.nanoTime() < until) {
                task.accept(client);
                done.incrementAndGet();
            }
        });
        return done.get() * (double) (ITEMS_EACH * CASES_EACH) / length.toSeconds();
    }

    private static void together(int count, IntConsumer each) {
        ExecutorService clients = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            IntStream.range(0, count).forEach(client -> running.add(clients.submit(() -> each.accept(client))));
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a client failed", e);
        } finally {
            clients.shutdownNow();
        }
    }

    /** A request of a packing line's computer: cases and the items that were put into them. */
    private final class Association {
        private final LotCodec items;
        private final LotCodec cases;
        private final AtomicInteger next = new AtomicInteger();

        Association() throws IOException {
            this.items = fixture.service().lot("ITEM_INNER", LOT_SIZE, "").codec();
            this.cases = fixture.service()
                    .lot("CASE_INNER", LOT_SIZE / ITEMS_EACH, "")
                    .codec();
        }

        void post(int client) {
            int first = next.getAndAdd(CASES_EACH);
            String links = IntStream.range(first, first + CASES_EACH)
                    .mapToObj(each -> "{\"parent\":\"" + cases.code(each).text() + "\",\"children\":["
                            + IntStream.range(each * ITEMS_EACH, (each + 1) * ITEMS_EACH)
                                    .mapToObj(item -> '"' + items.code(item).text() + '"')
                                    .collect(Collectors.joining(","))
                            + "]}")
                    .collect(Collectors.joining(","));
            try {
                int linked = fixture.service()
                        .post("/api/v1/packs", "{\"links\":[" + links + "]}")
                        .get("linked")
                        .asInt();
                if (linked != ITEMS_EACH * CASES_EACH) {
                    throw new IllegalStateException("must link all: linked=" + linked);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The rows alone, over connections that stay. */
    private static final class Ceiling {
        private static final AtomicInteger NEXT = new AtomicInteger();

        private final List<PreparedStatement> statements = new ArrayList<>();

        Ceiling(ScanFixture fixture) throws SQLException {
            for (int client = 0; client < CLIENTS; client++) {
                statements.add(fixture.servers().connect().prepareStatement(INSERT));
            }
        }

        void insert(int client) {
            int first = NEXT.getAndAdd(ITEMS_EACH * CASES_EACH);
            PreparedStatement insert = statements.get(client);
            try {
                insert.setInt(1, ITEMS_EACH);
                insert.setInt(2, first);
                insert.setInt(3, first + ITEMS_EACH * CASES_EACH - 1);
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The 99th percentile of the time of a location look-up, in milliseconds. */
    private double lookUp() throws IOException, SQLException {
        out.printf("writing %,d links%n", LINKS);
        List<LotCodec> lots = past();
        Histogram micros = new ConcurrentHistogram(HttpLoad.DIGITS);
        long until = System.nanoTime()
                + MeasuredRounds.LENGTH.plus(MeasuredRounds.WARM).toNanos();
        long measuredFrom = until - MeasuredRounds.LENGTH.toNanos();
        together(ASKERS, client -> {
            SplittableRandom random = new SplittableRandom(client);
            while (System.nanoTime() < until) {
                int item = random.nextInt(LINKS);
                String code = lots.get(item / LOT_SIZE).code(item % LOT_SIZE).text();
                long start = System.nanoTime();
                int found = ancestors(code);
                if (found != 2) {
                    throw new IllegalStateException(String.format(Locale.ROOT, "must be 2: %s has %d", code, found));
                }
                if (start > measuredFrom) {
                    micros.recordValue((System.nanoTime() - start) / 1_000);
                }
            }
        });
        double p99Ms = micros.getValueAtPercentile(99) / 1e3;
        out.printf(
                "%d look-ups, p50 %.2f ms, p99 %.2f ms%n",
                micros.getTotalCount(), micros.getValueAtPercentile(50) / 1e3, p99Ms);
        return p99Ms;
    }

    private int ancestors(String code) {
        try {
            return fixture.service()
                    .get("/api/v1/packs/" + code)
                    .get("ancestors")
                    .size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<LotCodec> past() throws IOException, SQLException {
        int caseCount = LINKS / ITEMS_EACH + 1;
        LotCodec cases = fixture.service().lot("CASE_INNER", caseCount, "").codec();
        LotCodec pallets =
                fixture.service().lot("PALLET", caseCount / CASES_EACH + 1, "").codec();
        List<LotCodec> lots = new ArrayList<>();
        try (Connection connection = fixture.servers().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'");
            statement.execute("DROP TABLE ceiling; DROP INDEX aggregation_one_parent; DROP INDEX aggregation_children");
            for (int done = 0; done < LINKS; done += LOT_SIZE) {
                LotCodec items =
                        fixture.service().lot("ITEM_INNER", LOT_SIZE, "").codec();
                lots.add(items);
                write(connection, items, cases, done, ITEMS_EACH, Math.min(LOT_SIZE, LINKS - done));
            }
            write(connection, cases, pallets, 0, CASES_EACH, caseCount);
            for (String index : INDEXES) {
                statement.execute(index);
            }
            statement.execute("VACUUM (ANALYZE) aggregation");
        }
        return lots;
    }

    private static void write(Connection connection, LotCodec child, LotCodec parent, int first, int each, int count)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(HISTORY_SQL)) {
            insert.setInt(1, child.lot().value());
            insert.setInt(2, parent.lot().value());
            insert.setInt(3, first);
            insert.setInt(4, each);
            for (int done = 0; done < count; done += CHUNK) {
                insert.setInt(5, done);
                insert.setInt(6, Math.min(done + CHUNK, count) - 1);
                insert.executeUpdate();
            }
        }
    }
}
