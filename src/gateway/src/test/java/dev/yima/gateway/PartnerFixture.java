package dev.yima.gateway;

import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A brand with partners and a device that sees goods move, for tests. */
record PartnerFixture(ShopFixture shop, Pool pool, AtomicLong sequence) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PARTNER = """
            INSERT INTO partner (id, brand_id, kind, name, dealer_id, territory, state, created_at)
            SELECT $1, brand_id, $2, $3, $4, $5, 'ACTIVE', now() FROM lot WHERE number = $6""";

    PartnerFixture(ShopFixture shop, Pool pool) {
        this(shop, pool, new AtomicLong());
    }

    /** A dealer of the brand that a lot is of. */
    UUID dealer(TestLot lot, String name, String... territory) {
        UUID id = UUID.randomUUID();
        insert(Tuple.tuple()
                .addUUID(id)
                .addString("DEALER")
                .addString(name)
                .addUUID(null)
                .addArrayOfString(territory)
                .addInteger(lot.codec().lot().value()));
        return id;
    }

    /** A store that a dealer supplies. */
    UUID store(TestLot lot, String name, UUID dealer) {
        UUID id = UUID.randomUUID();
        insert(Tuple.tuple()
                .addUUID(id)
                .addString("STORE")
                .addString(name)
                .addUUID(dealer)
                .addArrayOfString(new String[0])
                .addInteger(lot.codec().lot().value()));
        return id;
    }

    private void insert(Tuple partner) {
        pool.preparedQuery(PARTNER).execute(partner).await().atMost(PATIENCE);
    }

    /** A movement as a device tells it. */
    record Row(
            long sequence,
            String kind,
            String code,
            String partnerId,
            @Nullable String orderNo,
            @Nullable String at) {
        Row withOrder(String number) {
            return new Row(sequence, kind, code, partnerId, number, at);
        }
    }

    /** A movement with the next number. */
    Row row(String kind, String code, UUID partner, Instant at) {
        return row(sequence.incrementAndGet(), kind, code, partner, at);
    }

    static Row row(long sequence, String kind, String code, UUID partner, Instant at) {
        return new Row(sequence, kind, code, partner.toString(), null, at.toString());
    }

    Response send(String device, List<Row> rows) {
        return shop.asStaff().body(Map.of("device", device, "movements", rows)).post("/api/v1/movements");
    }

    /** The outcomes of rows: the rule, or the result where there is none. */
    List<String> outcomes(String device, List<Row> rows) {
        Response answer = send(device, rows);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + ": " + answer.asString());
        }
        List<Map<String, Object>> told = QuickJson.of(answer).getList("rows");
        return told.stream()
                .map(row -> String.valueOf(row.get("rule") == null ? row.get("result") : row.get("rule")))
                .toList();
    }
}
