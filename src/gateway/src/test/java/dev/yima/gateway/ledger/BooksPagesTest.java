package dev.yima.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.http.RowExport;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Exports have what was there when they began, while rows arrive between their pages. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class BooksPagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant FAR = Instant.parse("2199-01-01T00:00:00Z");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Books books;

    @Test
    void whatArrivesBetweenTwoPagesIsInNone() {
        ShopFixture shop = ShopFixture.fresh("Pages");
        UUID brand =
                UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        String campaign = shop.runningCampaign(1, "[{\"kind\":\"CASH\",\"amountMinor\":1,\"count\":1}]");
        arrive(campaign, RowExport.ROWS, "7");
        RowExport export = books.transfers(brand, Instant.EPOCH, FAR);
        RowSet<Row> first = page(export, Optional.empty());
        assertEquals(RowExport.ROWS, first.size());
        arrive(campaign, 100, "f"); // behind all that is there
        Row last = null;
        for (Row row : first) {
            last = row;
        }
        assertEquals(1, page(export, Optional.ofNullable(last)).size(), "the campaign's own was first");
        assertEquals(
                101,
                page(books.transfers(brand, Instant.EPOCH, FAR), Optional.ofNullable(last))
                        .size());
    }

    private static RowSet<Row> page(RowExport export, Optional<Row> after) {
        return export.page().apply(after).await().atMost(PATIENCE);
    }

    private void arrive(String campaign, int transfers, String digit) {
        String insert = """
                INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                    credit_kind, amount, transferred_at)
                SELECT overlay(gen_random_uuid()::text PLACING '%s' FROM 1)::uuid, 'FUND', 'POINT', brand_id, brand_id,
                    'FUNDING', id, 'POOL', 1, now()
                FROM campaign, generate_series(1, %d) WHERE id = '%s'""";
        pool.query(insert.formatted(digit, transfers, campaign))
                .execute()
                .await()
                .atMost(PATIENCE);
    }
}
