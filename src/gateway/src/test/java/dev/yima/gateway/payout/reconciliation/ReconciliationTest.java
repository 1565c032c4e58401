package dev.yima.gateway.payout.reconciliation;

import static dev.yima.gateway.payout.reconciliation.Reconciled.PATIENCE;
import static dev.yima.gateway.payout.reconciliation.Reconciled.detail;
import static dev.yima.gateway.payout.reconciliation.Reconciled.lines;
import static dev.yima.gateway.payout.reconciliation.Reconciled.make;
import static dev.yima.gateway.payout.reconciliation.Reconciled.paid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ChinaDay;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.payout.InMemoryProvider;
import dev.yima.gateway.platform.job.Job;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day's payouts by ledger, payouts and the providers' statements. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ReconciliationTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    ReconciliationJob job;

    @Inject
    @SuppressWarnings("NullAway.Init")
    StatementQueue queue;

    @Inject
    @SuppressWarnings("NullAway.Init")
    StatementWorker statements;

    @Inject
    @SuppressWarnings("NullAway.Init")
    InMemoryProvider second;

    private LocalDate today = LocalDate.EPOCH;

    /** No test begins on one day and ends on the next. */
    @BeforeEach
    void notAtMidnight() {
        ChinaDay.lasts(PATIENCE);
        today = ChinaDay.of(TestClock.now());
    }

    @AfterEach
    void answersAgain() {
        second.hangForNone();
    }

    @Test
    void whatAgreesDiffersByNothing() {
        ShopFixture shop = ShopFixture.fresh("Agrees");
        paid(shop, 3);

        JsonPath report = make(shop, today);

        assertTrue(report.getBoolean("agrees"));
        assertEquals(
                "STATEMENT 3 300, PAID_ANOTHER_DAY 0 0, SETTLED_ANOTHER_DAY 0 0, BILLS 3 300, LEDGER 3 300,"
                        + " DIFFERENCE 0 0",
                lines(report));
        List<String> csv = shop.asStaff()
                .accept("text/csv")
                .get("/api/v1/reconciliations/" + today)
                .asString()
                .lines()
                .toList();
        assertEquals("DIFFERENCE,CNY,0,0,,,,0.00", csv.get(csv.size() - 1));
        assertEquals(
                404,
                ShopFixture.fresh("Other")
                        .asStaff()
                        .get("/api/v1/reconciliations/" + today)
                        .statusCode());
    }

    @Test
    void eachMistakeIsNamedAndNoneHidesAnother() {
        ShopFixture shop = ShopFixture.fresh("Differs");
        List<String> numbers = paid(shop, 4);
        String missing = numbers.get(0);
        String less = numbers.get(1);
        String foreign = "00" + numbers.get(2).substring(2);
        sql("DELETE FROM sandbox_order WHERE bill_no = '%s'".formatted(missing));
        sql("UPDATE sandbox_order SET body = replace(body, '100', '40') WHERE bill_no = '%s'".formatted(less));
        sql("""
                INSERT INTO sandbox_order (bill_no, body, state, received_at, pays_at, paid_at, brand_id)
                SELECT '%s', body, state, received_at, pays_at, paid_at, brand_id FROM sandbox_order
                WHERE bill_no = '%s'""".formatted(foreign, numbers.get(2)));

        JsonPath report = make(shop, today);

        assertFalse(report.getBoolean("agrees"));
        assertEquals(
                "STATEMENT 4 340, PAID_ANOTHER_DAY 0 0, SETTLED_ANOTHER_DAY 0 0, BILLS 4 400, LEDGER 4 400,"
                        + " UNMATCHED 1 100, UNMATCHED 1 100, UNMATCHED 1 60, DIFFERENCE 3 260",
                lines(report));
        assertEquals("statement none; bill 100; ledger 100", detail(report, missing));
        assertEquals("statement 40; bill 100; ledger 100", detail(report, less));
        assertEquals("statement 100; bill none; ledger none", detail(report, foreign));

        // It pays a second time what it has paid: its statement has another line under the same number.
        String twice = numbers.get(3);
        sql("UPDATE sandbox_order SET paid_at = paid_at + interval '1 second' WHERE bill_no = '%s'".formatted(twice));
        assertEquals("statement 100; bill none; ledger none", detail(make(shop, today), twice));
    }

    @Test
    void whatIsSettledOnAnotherDayIsNoDifference() {
        ShopFixture shop = ShopFixture.fresh("Midnight");
        List<String> numbers = paid(shop, 2);
        sql("UPDATE sandbox_order SET paid_at = paid_at - interval '1 day' WHERE bill_no = '%s'"
                .formatted(numbers.get(0)));

        assertEquals(
                "STATEMENT 1 100, PAID_ANOTHER_DAY 0 0, SETTLED_ANOTHER_DAY 1 100, BILLS 0 0, LEDGER 0 0,"
                        + " DIFFERENCE 0 0",
                lines(make(shop, today.minusDays(1))));
        assertEquals(
                "STATEMENT 1 100, PAID_ANOTHER_DAY 1 100, SETTLED_ANOTHER_DAY 0 0, BILLS 2 200, LEDGER 2 200,"
                        + " DIFFERENCE 0 0",
                lines(make(shop, today)));
    }

    @Test
    void theStatementOfEachProviderIsComparedWithItsOwnPayouts() {
        ShopFixture shop = ShopFixture.fresh("Two providers");
        String inSandbox = paid(shop, 1).get(0);
        sql("INSERT INTO payout_provider SELECT brand_id, '%s' FROM payout WHERE bill_no = '%s'"
                .formatted(InMemoryProvider.ID, inSandbox));
        String inMemory = paid(shop, 1, 2).get(0);

        JsonPath report = make(shop, today);

        assertTrue(report.getBoolean("agrees"), report.prettify());
        assertEquals(
                "STATEMENT 2 200, PAID_ANOTHER_DAY 0 0, SETTLED_ANOTHER_DAY 0 0, BILLS 2 200, LEDGER 2 200,"
                        + " DIFFERENCE 0 0",
                lines(report));

        // The sandbox says that it paid the other provider's order: that is no proof that the other has.
        sql("""
                INSERT INTO sandbox_order (bill_no, body, state, received_at, pays_at, paid_at, brand_id)
                SELECT '%s', body, state, received_at, pays_at, paid_at, brand_id FROM sandbox_order
                WHERE bill_no = '%s'""".formatted(inMemory, inSandbox));
        assertEquals("statement 100; bill none; ledger none", detail(make(shop, today), inMemory));
    }

    @Test
    void daysAreReconciledByThemselvesAndMissedOnesMadeUpFor() {
        ShopFixture shop = ShopFixture.fresh("By itself");
        String number = paid(shop, 1).get(0);
        sql("UPDATE payout SET created_at = created_at - interval '4 days' WHERE bill_no = '%s'".formatted(number));
        // Neither a day that staff look at first nor one whose statement fails at first hides those before it.
        make(shop, today.minusDays(1));
        UUID brand = brand(number);
        queue.plan(TestClock.now()).await().atMost(PATIENCE);
        assertEquals(0, rows("""
                        SELECT 1 FROM provider_statement
                        WHERE due_at AT TIME ZONE 'Asia/Shanghai' <> day + interval '1 day 10 hours'
                            AND brand_id = '%s'""".formatted(brand)).size(), "when they are published");
        due(brand, "day <> '%s'".formatted(today.minusDays(3)));
        taken(brand, 2 * 3);
        run();
        due(brand, "true");
        taken(brand, 2 * 4);
        run();

        assertEquals(days(1, 2, 3, 4), listed(shop));
        run();
        assertEquals(0, toCompare(brand));
        assertEquals(
                List.of(today.minusDays(3).toString()),
                shop.asStaff()
                        .get("/api/v1/reconciliations?limit=1&after=" + today.minusDays(2))
                        .jsonPath()
                        .getList("items.day"));
        for (String nonsense : List.of("yesterday", "1999-01-01", "2199-01-01")) {
            assertEquals(
                    400,
                    shop.asStaff().post("/api/v1/reconciliations/" + nonsense).statusCode());
        }
    }

    @Test
    void aStatementThatCannotBeHadHoldsUpNeitherAnotherProviderNorAnotherBrand() {
        ShopFixture broken = ShopFixture.fresh("Broken");
        UUID brokenBrand = brand(paid(broken, 1).get(0));
        ShopFixture sound = ShopFixture.fresh("Sound");
        UUID soundBrand = brand(paid(sound, 1).get(0));
        sql("UPDATE payout SET created_at = created_at - interval '1 day' WHERE brand_id IN ('%s', '%s')"
                .formatted(brokenBrand, soundBrand));
        second.hangFor(brokenBrand);
        queue.plan(TestClock.now()).await().atMost(PATIENCE);
        due(brokenBrand, "true");
        due(soundBrand, "true");
        taken(brokenBrand, 1);
        taken(soundBrand, 2);
        run();

        String day = "/api/v1/reconciliations/" + today.minusDays(1);
        assertTrue(sound.asStaff().get(day).jsonPath().getBoolean("agrees"));
        JsonPath without = broken.asStaff().get(day).jsonPath();
        assertEquals(List.of(InMemoryProvider.ID), without.getList("missing"));
        assertFalse(without.getBoolean("agrees"), "not all is compared");
        assertEquals(0, without.getInt("lines.find{it.line == 'DIFFERENCE'}.count"));
        assertTrue(broken.asStaff()
                .accept("text/csv")
                .get(day)
                .asString()
                .contains("\nMISSING,,,,,," + InMemoryProvider.ID + ",\n"));

        second.hangForNone();
        due(brokenBrand, "true");
        taken(brokenBrand, 2);
        run();
        JsonPath complete = broken.asStaff().get(day).jsonPath();
        assertEquals(List.of(), complete.getList("missing"));
        assertTrue(complete.getBoolean("agrees"));
    }

    @Test
    void aDayThatDifferedIsComparedAgainWhenTheStatementOfTheNextIsHere() {
        ShopFixture shop = ShopFixture.fresh("After midnight");
        String number = paid(shop, 1).get(0);
        UUID brand = brand(number);
        sql("UPDATE payout SET created_at = created_at - interval '2 days' WHERE bill_no = '%s'".formatted(number));
        // Settled the day before yesterday, and yesterday by the provider's clock.
        sql("UPDATE payout SET settled_at = settled_at - interval '2 days' WHERE bill_no = '%s'".formatted(number));
        sql("UPDATE sandbox_order SET paid_at = paid_at - interval '1 day' WHERE bill_no = '%s'".formatted(number));
        queue.plan(TestClock.now()).await().atMost(PATIENCE);
        due(brand, "day = '%s'".formatted(today.minusDays(2)));
        taken(brand, 2);
        run();
        String day = "/api/v1/reconciliations/" + today.minusDays(2);
        assertFalse(shop.asStaff().get(day).jsonPath().getBoolean("agrees"));

        due(brand, "day = '%s'".formatted(today.minusDays(1)));
        taken(brand, 4);
        run();
        assertTrue(shop.asStaff().get(day).jsonPath().getBoolean("agrees"));
    }

    private UUID brand(String number) {
        return rows("SELECT brand_id FROM payout WHERE bill_no = '%s'".formatted(number))
                .iterator()
                .next()
                .getUUID(0);
    }

    private void run() {
        Job.Steps steps = job.begin();
        boolean hasMore = true;
        while (hasMore) {
            hasMore = steps.next().await().atMost(PATIENCE);
        }
    }

    /** Has some statements of the days before today taken in, and no others. */
    private void due(UUID brand, String condition) {
        sql("""
                UPDATE provider_statement SET due_at = now() + CASE WHEN day < '%s' AND %s THEN '0 days'
                    ELSE '1 year' END::interval
                WHERE brand_id = '%s'""".formatted(today, condition, brand));
        statements.fill();
    }

    private void taken(UUID brand, int count) {
        String query = "SELECT count(*) FROM provider_statement WHERE brand_id = '%s' AND taken_at IS NOT NULL"
                .formatted(brand);
        Eventually.isTrue(PATIENCE, () -> rows(query).iterator().next().getLong(0) == count);
    }

    private long toCompare(UUID brand) {
        return rows("SELECT count(*) FROM provider_statement WHERE brand_id = '%s' AND taken_at IS NOT NULL"
                                .formatted(brand)
                        + " AND NOT compared")
                .iterator()
                .next()
                .getLong(0);
    }

    private List<String> days(int... ago) {
        return IntStream.of(ago)
                .mapToObj(days -> today.minusDays(days).toString())
                .toList();
    }

    private static List<String> listed(ShopFixture shop) {
        return shop.asStaff().get("/api/v1/reconciliations").jsonPath().getList("items.day");
    }

    private void sql(String sql) {
        rows(sql);
    }

    private RowSet<Row> rows(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
