package dev.yima.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.measure.MeasuredRounds;
import dev.yima.bench.report.BenchResult;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Located scans a second that are counted by case and dealer, against the same rows inserted into a copy of the table;
 * and how long it takes from a scan over HTTP until the score of its case has it, among millions, while a thousand a
 * second come besides. Property: {@code diversion.scans}, how many.
 */
public final class DiversionBench {
    private static final int SCANS = Integer.getInteger("diversion.scans", 5_000_000);
    private static final int ITEMS = 1 << 24;
    private static final int ITEMS_EACH = 24;
    private static final int CASES_EACH = 80;
    private static final int CASES = (ITEMS - 1) / ITEMS_EACH + 1;
    private static final int PALLETS = (CASES - 1) / CASES_EACH + 1;
    private static final int MOVEMENTS_EACH = 1_000;
    private static final int CHUNK = 500_000;
    /** The number of scans that one transaction of the service counts. */
    private static final int BATCH = 2_000;

    private static final int PROBERS = 4;
    private static final int PROBES_EACH = 25;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration TOO_LONG = Duration.ofMinutes(2);
    private static final int BESIDES_PER_SECOND = 1_000;
    private static final String GUANGDONG = "202.96.128.86";
    /** The same as the service takes while it counts. */
    private static final long LOCK = 0x59_49_4d_41_44_49_56L;

    /** Every third item, in no order of theirs, one a millisecond; one of fifty elsewhere. */
    private static final String HISTORY_SQL = """
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, region,
                network, claim)
            SELECT l.number, n * 10007::bigint % 5592405 * 3, ?::timestamptz + n * interval '1 ms', gen_random_uuid(),
                l.brand_id, 1, true, CASE WHEN n % 50 = 0 THEN '440000' ELSE '510000' END, gen_random_uuid(), false
            FROM lot l, generate_series(?::int, ?::int) AS n WHERE l.number = ?""";

    private static final String BESIDES = """
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, region,
                network, claim)
            SELECT l.number, n * 10007::bigint % 5592405 * 3 + 2, clock_timestamp(), gen_random_uuid(), l.brand_id, 1,
                true, '510000', gen_random_uuid(), false
            FROM lot l, generate_series(?::int, ?::int) AS n WHERE l.number = ?""";

    private static final String COPY = "CREATE TABLE ceiling (LIKE attributed_scan INCLUDING ALL)";
    private static final String CEILING = """
            INSERT INTO ceiling SELECT n / 5592405 + 1, n * 10007::bigint % 5592405 * 3, id, id, l.brand_id, now(),
                '510000', 2, n * 10007::bigint % 5592405 / 8, l.brand_id, '510000', id, id
            FROM lot l, (SELECT n, gen_random_uuid() AS id FROM generate_series(?::int, ?::int) AS n) AS q
            WHERE l.number = ?""";

    private static final String REWIND = "UPDATE diversion_cursor SET scanned_at = ?, lot = -1, serial = -1";
    private static final String BEHIND = "SELECT count(*) FROM diversion_cursor WHERE name = ANY(?) AND scanned_at < ?";

    private final PrintStream out;
    private final ScanFixture fixture;
    private final HttpClient http = HttpClient.newHttpClient();

    private DiversionBench(PrintStream out, ScanFixture fixture) {
        this.out = out;
        this.fixture = fixture;
    }

    public static BenchResult run(PrintStream out) throws IOException, SQLException {
        Map<String, String> behindAProxy = Map.of("YIMA_TRUSTED_PROXIES", "127.0.0.1");
        try (ScanFixture fixture = ScanFixture.open(out, behindAProxy)) {
            return new DiversionBench(out, fixture).measure();
        }
    }

    private BenchResult measure() throws IOException, SQLException {
        LotCodec pallets = lot("PALLET", PALLETS, "");
        LotCodec cases = lot("CASE_OUTER", CASES, packed(pallets, CASES_EACH));
        LotCodec items = lot("ITEM_INNER", ITEMS, packed(cases, ITEMS_EACH));
        ship(pallets);
        try (Connection connection = fixture.servers().connect()) {
            double ceiling = ceiling(connection, items);
            Instant begin = Instant.now().minusSeconds(SCANS / 1_000 + 60L);
            double ours = count(connection, items, begin);
            out.printf("%.0f scans/s counted; ceiling %.0f/s%n", ours, ceiling);
            return new BenchResult("diversion", ours, ceiling, visibleMs(items, cases));
        }
    }

    private static String packed(LotCodec parent, int pack) {
        return ",\"parent\":\"" + parent.lot() + "\",\"pack\":" + pack;
    }

    private LotCodec lot(String kind, int size, String more) throws IOException {
        String number = fixture.service()
                .post("/api/v1/lots", "{\"kind\":\"" + kind + "\",\"size\":" + size + more + "}")
                .get("number")
                .asText();
        String key = fixture.service()
                .post("/api/v1/lots/" + number + "/key", "{}")
                .get("key")
                .asText();
        fixture.service().post("/api/v1/lots/" + number + "/activate", "{}");
        return new LotCodec(
                LotNumber.read(number).orElseThrow(),
                size,
                LotKey.of(Base64.getDecoder().decode(key)));
    }

    /** All pallets go to one dealer, an hour before the first scan. */
    private void ship(LotCodec pallets) throws IOException {
        String dealer = fixture.service()
                .post("/api/v1/partners", "{\"kind\":\"DEALER\",\"name\":\"Dealer\",\"territory\":[\"510000\"]}")
                .get("id")
                .asText();
        Instant at = Instant.now().minusSeconds(SCANS / 1_000 + 3_600L);
        List<String> rows = new ArrayList<>();
        for (int pallet = 0; pallet < PALLETS; pallet++) {
            rows.add("{\"sequence\":" + pallet + ",\"kind\":\"OUTBOUND\",\"code\":\""
                    + pallets.code(pallet).text() + "\",\"partnerId\":\"" + dealer + "\",\"at\":\"" + at + "\"}");
            if (rows.size() == MOVEMENTS_EACH || pallet == PALLETS - 1) {
                fixture.service()
                        .post(
                                "/api/v1/movements",
                                "{\"device\":\"PDA\",\"movements\":[" + String.join(",", rows) + "]}");
                rows.clear();
            }
        }
    }

    private static double ceiling(Connection connection, LotCodec items) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(COPY);
        }
        long start = System.nanoTime();
        long until = start + MeasuredRounds.LENGTH.toNanos();
        int done = 0;
        try (PreparedStatement insert = connection.prepareStatement(CEILING)) {
            insert.setInt(3, items.lot().value());
            while (System.nanoTime() < until) {
                insert.setInt(1, done);
                insert.setInt(2, done + BATCH - 1);
                insert.executeUpdate();
                done += BATCH;
            }
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }

    /** Writes the scans, sends the service back to the first, and waits until it has all; how many a second. */
    private double count(Connection connection, LotCodec items, Instant begin) throws SQLException {
        out.printf("writing %,d scans%n", SCANS);
        try (PreparedStatement insert = connection.prepareStatement(HISTORY_SQL);
                Statement statement = connection.createStatement()) {
            insert.setTimestamp(1, Timestamp.from(begin));
            insert.setInt(4, items.lot().value());
            for (int done = 0; done < SCANS; done += CHUNK) {
                insert.setInt(2, done);
                insert.setInt(3, Math.min(done + CHUNK, SCANS) - 1);
                insert.executeUpdate();
            }
            statement.execute("VACUUM (ANALYZE) scan");
        }
        rewind(connection, begin);
        long start = System.nanoTime();
        Instant end = begin.plusMillis(SCANS);
        awaitReaders(connection, end, "HEAD");
        double seconds = (System.nanoTime() - start) / 1e9;
        awaitReaders(connection, end, "HEAD", "TAIL");
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM attributed_scan WHERE dealer_id IS NOT NULL")) {
            if (!rows.next() || rows.getInt(1) != SCANS) {
                throw new IllegalStateException("must count all: counted=" + rows.getInt(1));
            }
        }
        return SCANS / seconds;
    }

    private static void rewind(Connection connection, Instant to) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement();
                PreparedStatement rewind = connection.prepareStatement(REWIND)) {
            lock.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            rewind.setTimestamp(1, Timestamp.from(to));
            rewind.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void awaitReaders(Connection connection, Instant end, String... readers) throws SQLException {
        try (PreparedStatement behind = connection.prepareStatement(BEHIND)) {
            behind.setArray(1, connection.createArrayOf("text", readers));
            behind.setTimestamp(2, Timestamp.from(end));
            while (true) {
                try (ResultSet rows = behind.executeQuery()) {
                    if (rows.next() && rows.getInt(1) == 0) {
                        return;
                    }
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    /** The 99th percentile of the time from a scan to its count in the score, in milliseconds. */
    private double visibleMs(LotCodec items, LotCodec cases) {
        Histogram millis = new ConcurrentHistogram(HttpLoad.DIGITS);
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(PROBERS + 1);
        try {
            Future<?> besides = threads.submit(() -> besides(items, isOver));
            List<Future<?>> probers = new ArrayList<>();
            for (int prober = 0; prober < PROBERS; prober++) {
                int first = prober * PROBES_EACH;
                probers.add(threads.submit(() -> {
                    for (int n = first; n < first + PROBES_EACH; n++) {
                        millis.recordValue(probe(items, cases, n));
                    }
                    return null;
                }));
            }
            for (Future<?> one : probers) {
                one.get();
            }
            isOver.set(true);
            besides.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a client failed", e);
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
        out.printf(
                "%d scans visible, p50 %d ms, max %d ms%n",
                millis.getTotalCount(), millis.getValueAtPercentile(50), millis.getMaxValue());
        return millis.getValueAtPercentile(99);
    }

    private Object besides(LotCodec items, AtomicBoolean isOver) throws SQLException {
        try (Connection connection = fixture.servers().connect();
                PreparedStatement insert = connection.prepareStatement(BESIDES)) {
            insert.setInt(3, items.lot().value());
            for (int first = 0; !isOver.get(); first += BESIDES_PER_SECOND / 10) {
                insert.setInt(1, first);
                insert.setInt(2, first + BESIDES_PER_SECOND / 10 - 1);
                insert.executeUpdate();
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        return isOver;
    }

    /** Somebody scans a bottle that nobody has scanned, of a case of which another one was. */
    private long probe(LotCodec items, LotCodec cases, int n) throws IOException, InterruptedException {
        int item = (int) (n * 37L * 10_007 % 5_592_405) * 3 + 1;
        String evidence =
                "/api/v1/diversions/cases/" + cases.code(item / ITEMS_EACH).text() + "/evidence";
        String code = items.code(item).text();
        long start = System.nanoTime();
        HttpRequest scan = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + fixture.service().address().getPort() + "/api/v1/scans"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", GUANGDONG)
                .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\",\"claim\":false}"))
                .build();
        int status = http.send(scan, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("must be answered: status=" + status);
        }
        while (!isThere(fixture.service().get(evidence), code)) {
            if (System.nanoTime() - start > TOO_LONG.toNanos()) {
                throw new IllegalStateException("must be visible within " + TOO_LONG + ": code=" + code);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static boolean isThere(JsonNode evidence, String code) {
        for (JsonNode scan : evidence.get("scans")) {
            if (scan.get("code").asText().equals(code)) {
                return true;
            }
        }
        return false;
    }
}
