package dev.yima.gateway.payout.reconciliation;

import static dev.yima.gateway.payout.reconciliation.Reconciled.PATIENCE;
import static dev.yima.gateway.payout.reconciliation.Reconciled.assertProblem;
import static dev.yima.gateway.payout.reconciliation.Reconciled.lines;
import static dev.yima.gateway.payout.reconciliation.Reconciled.make;
import static dev.yima.gateway.payout.reconciliation.Reconciled.paid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ChinaDay;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which day is reconciled, and by whom: one day of a brand at a time. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ReconciliationDaysTest {
    private static final int AT_ONCE = 6;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    StatementQueue queue;

    private LocalDate today = LocalDate.EPOCH;

    /** No test begins on one day and ends on the next. */
    @BeforeEach
    void notAtMidnight() {
        ChinaDay.lasts(PATIENCE);
        today = ChinaDay.of(TestClock.now());
    }

    /** At any hour one of the two has another day than China. */
    @Test
    void aDayIsTheBrandsAndItsStatementIsDueInItsMorning() {
        for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
            LocalDate day = TestClock.dayOf(ZoneId.of(zone), PATIENCE);
            ShopFixture shop = ShopFixture.abroad("USD", zone);
            UUID brand = brand(paid(shop, 1).get(0));
            JsonPath report = make(shop, day);
            assertTrue(
                    report.getBoolean("agrees") && lines(report).startsWith("STATEMENT 1 100,"),
                    zone + ": " + lines(report));
            queue.plan(TestClock.now()).await().atMost(PATIENCE);
            String inTheMorning = """
                    SELECT 1 FROM provider_statement WHERE provider = 'sandbox' AND brand_id = '%1$s'
                    HAVING max(day) = (timestamptz '%3$s' AT TIME ZONE '%2$s')::date
                        AND bool_and(due_at AT TIME ZONE '%2$s' = day + interval '1 day 10 hours')""";
            assertEquals(
                    1,
                    rows(inTheMorning.formatted(brand, zone, TestClock.now())).size(),
                    zone);
        }
    }

    /** PostgreSQL reads this zone with the sign of POSIX: by it the day is always another one than by Java. */
    @Test
    void aDayIsWhatTheServiceCallsIt() {
        ZoneId zone = ZoneId.of("+13:00");
        LocalDate day = TestClock.dayOf(zone, PATIENCE);
        ShopFixture shop = ShopFixture.abroad("USD", "UTC");
        UUID brand =
                UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        sql("UPDATE brand SET time_zone = '%s' WHERE id = '%s'".formatted(zone, brand));
        paid(shop, 1);

        assertEquals(List.of(day), days("SELECT day FROM payout_day WHERE brand_id = '%s' AND amount = 100", brand));
        assertTrue(lines(make(shop, day)).startsWith("STATEMENT 1 100,"));
        queue.plan(TestClock.now()).await().atMost(PATIENCE);
        queue.plan(TestClock.now()).await().atMost(PATIENCE);
        assertEquals(
                List.of(day),
                days("SELECT day FROM provider_statement WHERE brand_id = '%s' AND provider = 'sandbox'", brand));
        assertEquals(
                1,
                rows("SELECT 1 FROM provider_statement WHERE brand_id = '%s' AND provider = 'sandbox' AND due_at = '%s'"
                                .formatted(
                                        brand,
                                        day.plusDays(1)
                                                .atTime(10, 0)
                                                .atZone(zone)
                                                .toInstant()))
                        .size());
    }

    private List<LocalDate> days(String query, UUID brand) {
        return StreamSupport.stream(rows(query.formatted(brand)).spliterator(), false)
                .map(row -> row.getLocalDate("day"))
                .toList();
    }

    /** The first is held up in the middle; on another replica it would be the same. */
    @Test
    void aBrandIsReconciledOnceAtATime() {
        ShopFixture shop = ShopFixture.fresh("Impatient");
        String number = paid(shop, 1).get(0);
        SqlConnection other = pool.getConnection().await().atMost(PATIENCE);
        List<CompletableFuture<Integer>> asked;
        try {
            other.query("BEGIN").execute().await().atMost(PATIENCE);
            String line = """
                    INSERT INTO statement_line (brand_id, provider, bill_no, currency, amount, paid_at)
                    SELECT brand_id, 'sandbox', bill_no, 'CNY', 100, paid_at FROM sandbox_order
                    WHERE bill_no = '%s'""".formatted(number);
            other.query(line).execute().await().atMost(PATIENCE);
            asked = IntStream.range(0, AT_ONCE)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> shop.asStaff()
                            .post("/api/v1/reconciliations/" + today)
                            .statusCode()))
                    .toList();
            Eventually.isTrue(
                    () -> asked.stream().filter(CompletableFuture::isDone).count() == AT_ONCE - 1);
            assertTrue(asked.stream().filter(CompletableFuture::isDone).allMatch(done -> done.join() == 409));
            assertProblem(shop.asStaff().post("/api/v1/reconciliations/" + today.minusDays(1)), 409, "wrong-state");
            make(ShopFixture.fresh("Another"), today);
        } finally {
            other.query("ROLLBACK").execute().await().atMost(PATIENCE);
            other.close().await().atMost(PATIENCE);
        }
        assertEquals(
                List.of(200),
                asked.stream()
                        .map(CompletableFuture::join)
                        .filter(status -> status != 409)
                        .toList());
        assertTrue(make(shop, today).getBoolean("agrees"), "the turn is over");
    }

    @Test
    void theTurnOfAReplicaThatDiedEndsByItself() {
        ShopFixture shop = ShopFixture.fresh("Died");
        UUID brand =
                UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        sql("INSERT INTO reconciliation_turn VALUES ('%s', now() + interval '1 hour', gen_random_uuid())"
                .formatted(brand));
        assertProblem(shop.asStaff().post("/api/v1/reconciliations/" + today), 409, "wrong-state");
        sql("UPDATE reconciliation_turn SET leased_until = now() WHERE brand_id = '%s'".formatted(brand));
        make(shop, today);
        make(shop, today);
    }

    @Test
    void daysThatHaveNotBegunAreRefused() {
        ShopFixture shop = ShopFixture.fresh("Tomorrow");
        String tomorrow = today.plusDays(1).toString();
        assertProblem(shop.asStaff().post("/api/v1/reconciliations/" + tomorrow), 400, "invalid-field");
        assertProblem(shop.asStaff().get("/api/v1/reconciliations/" + tomorrow), 400, "invalid-field");
        assertProblem(shop.asStaff().get("/api/v1/reconciliations?after=" + tomorrow), 400, "invalid-field");
        assertProblem(shop.asStaff().post("/api/v1/reconciliations/+999999999-12-31"), 400, "invalid-field");
        make(shop, today);
    }

    private UUID brand(String number) {
        return rows("SELECT brand_id FROM payout WHERE bill_no = '%s'".formatted(number))
                .iterator()
                .next()
                .getUUID(0);
    }

    private void sql(String sql) {
        rows(sql);
    }

    private RowSet<Row> rows(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
