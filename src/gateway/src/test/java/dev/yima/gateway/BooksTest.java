package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;

/** What bookkeepers read: balances at any moment, every transfer, and what people were paid. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class BooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String YEAR = "from=2020-01-01T00:00:00Z&to=2199-01-01T00:00:00Z";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void balancesAreThoseOfTheMomentAndStayIt() {
        ShopFixture shop = ShopFixture.fresh("Books");
        TestLot lot = shop.activeLot(2, shop.runningCampaign(2, "[{\"kind\":\"POINTS\",\"points\":7,\"count\":2}]"));
        Consumer consumer = new Consumer();
        String member = consumer.claim(lot.code(0)).getString("memberId");
        Instant between = TestClock.now();
        Eventually.isTrue(() -> TestClock.now().toEpochMilli() > between.toEpochMilli());
        consumer.claim(lot.code(1));

        assertEquals(14, balance(shop, "owner=" + member, "MEMBER"));
        assertEquals(7, balance(shop, "owner=" + member + "&at=" + between, "MEMBER"));
        assertEquals(7, balance(shop, "at=" + between, "POOL"));
        assertEquals(0, balance(shop, "", "POOL"));
        assertEquals(-14, balance(shop, "", "FUNDING"));
        assertEquals(0, balance(shop, "at=2020-01-01T00:00:00Z", "FUNDING"));
        assertEquals(0, balance(ShopFixture.fresh("Other"), "owner=" + member, "MEMBER"), "another brand sees nothing");
        assertEquals(
                400, shop.asStaff().get("/api/v1/ledger/balances?at=yesterday").statusCode());
        assertEquals(
                400,
                shop.asStaff()
                        .get("/api/v1/ledger/balances?at=9999-01-01T00:00:00Z")
                        .statusCode());
    }

    @Test
    void everyTransferIsExportedOnceAcrossPages() throws IOException {
        ShopFixture shop = ShopFixture.fresh("Exports");
        String campaign = shop.runningCampaign(1, "[{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":1}]");
        // Three pages of rows that the export reads like any other; they belong to a brand that nothing else checks.
        query("""
                INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                    credit_kind, amount, transferred_at)
                SELECT gen_random_uuid(), 'FUND', 'POINT', brand_id, brand_id, 'FUNDING', id, 'POOL', 1, now()
                FROM campaign, generate_series(1, 5000) WHERE id = '%s' RETURNING 1""".formatted(campaign));
        List<String> rows = shop.asStaff()
                .accept("text/csv")
                .get("/api/v1/ledger/transfers?" + YEAR)
                .asString()
                .lines()
                .toList();
        assertEquals(
                "reference,reason,unit,debitKind,debitOwner,creditKind,creditOwner,amount,transferredAt,decimal",
                rows.get(0));
        Set<String> different = new HashSet<>(rows);
        assertEquals(5_002, different.size(), "5,000, that of the campaign, and the header");
        assertEquals(rows.size(), different.size());
        assertEquals(400, shop.asStaff().get("/api/v1/ledger/transfers").statusCode());

        Response book = shop.asStaff().accept(XLSX).get("/api/v1/ledger/transfers?" + YEAR);
        assertEquals(XLSX, book.contentType());
        try (ReadableWorkbook read = new ReadableWorkbook(new ByteArrayInputStream(book.asByteArray()))) {
            List<String> cells = read.getFirstSheet().read().stream()
                    .map(row -> row.stream().map(Cell::getRawValue).collect(Collectors.joining(",")))
                    .toList();
            assertEquals(rows, cells, "the workbook has what the CSV has");
            assertEquals(
                    CellType.NUMBER,
                    read.getFirstSheet().read().get(1).getCell(7).getType());
        }
    }

    @Test
    void everyPersonsMonthIsToldOnceAcrossPages() {
        ShopFixture shop = ShopFixture.fresh("Pages");
        String campaign = shop.runningCampaign(1, "[{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":1}]");
        // A page ends in the middle of somebody's three months.
        query("""
                INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                    credit_kind, amount, transferred_at)
                SELECT gen_random_uuid(), 'PAY', 'CNY', brand_id, person, 'MEMBER', brand_id, 'PAID_OUT', 5, paid
                FROM campaign, (SELECT gen_random_uuid() AS person FROM generate_series(1, 1000)) AS p,
                    unnest('{2024-01-15,2024-02-15,2024-02-16,2024-03-15}'::timestamptz[]) AS paid
                WHERE id = '%s' RETURNING 1""".formatted(campaign));
        List<String> rows = shop.asStaff()
                .accept("text/csv")
                .get("/api/v1/ledger/tax?year=2024")
                .asString()
                .lines()
                .skip(1)
                .toList();
        assertEquals(3_000, rows.size());
        assertEquals(3_000, new HashSet<>(rows).size());
        assertEquals(
                1_000,
                rows.stream()
                        .filter(row -> row.endsWith("2024-02,CNY,2,10,0.10"))
                        .count());
    }

    @Test
    void whatPeopleWerePaidIsToldByMonth() {
        ChinaDay.lasts(PATIENCE);
        ShopFixture shop = ShopFixture.fresh("Tax");
        TestLot lot =
                shop.activeLot(3, shop.runningCampaign(3, "[{\"kind\":\"CASH\",\"amountMinor\":188,\"count\":3}]"));
        Consumer one = new Consumer();
        Consumer two = new Consumer();
        Map<String, String> expected = new HashMap<>();
        expected.put(one.claim(lot.code(0)).getString("memberId"), "2,376,3.76");
        one.claim(lot.code(1));
        expected.put(two.claim(lot.code(2)).getString("memberId"), "1,188,1.88");
        String month = TestClock.now()
                .atZone(ZoneId.of("Asia/Shanghai"))
                .toLocalDate()
                .toString()
                .substring(0, 7);
        Eventually.isTrue(() -> {
            List<String> rows = shop.asStaff()
                    .accept("text/csv")
                    .get("/api/v1/ledger/tax?year=" + month.substring(0, 4))
                    .asString()
                    .lines()
                    .skip(1)
                    .toList();
            return rows.size() == 2
                    && rows.stream()
                            .allMatch(row -> row.endsWith(month + ",CNY," + expected.get(row.substring(0, 36))));
        });
        assertTrue(shop.asStaff()
                        .accept("text/csv")
                        .get("/api/v1/ledger/tax?year=2021")
                        .asString()
                        .lines()
                        .count()
                == 1);
        assertEquals(400, shop.asStaff().get("/api/v1/ledger/tax?year=1").statusCode());
    }

    private static long balance(ShopFixture shop, String query, String kind) {
        JsonPath balances = shop.asStaff()
                .get("/api/v1/ledger/balances" + (query.isEmpty() ? "" : "?" + query))
                .jsonPath();
        List<Integer> found = balances.getList("balances.findAll{it.kind=='" + kind + "'}.balance");
        return found.stream().mapToLong(Integer::longValue).sum();
    }

    private Row query(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE).iterator().next();
    }
}
