package dev.yima.gateway;

import static io.restassured.RestAssured.given;

import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Cases of ten bottles by arithmetic, a dealer of Sichuan and one of the south, and people who scan. */
record DiversionFixture(PartnerFixture channel, TestLot cases, TestLot items, UUID sichuan, UUID south) {
    /** Addresses of {@link #NETWORKS} networks each, by their numbers. */
    static final String IN_SICHUAN = "61.139.%d.69";

    static final String IN_GUANGDONG = "202.96.%d.86";
    static final String IN_SHAANXI = "221.11.%d.9";
    static final int NETWORKS = 64;
    /** After this nothing that is told now comes in between any more, and a little. */
    static final Duration LATE = Duration.ofSeconds(16);

    private static final int GUANGDONG_FIRST = 128;
    static final int EACH = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SCANS = """
            INSERT INTO scan (lot, serial, scanned_at, member_id, brand_id, nth, counted, region, network, claim)
            SELECT $1, q.serial, q.at, q.member, l.brand_id, 1, true, q.region, q.network, false
            FROM lot l, unnest($2::int[], $3::timestamptz[], $4::uuid[], $5::text[], $6::uuid[])
                AS q(serial, at, member, region, network)
            WHERE l.number = $1""";

    /** A scan of an item. */
    record Seen(int item, UUID member, Instant at, String region, UUID network) {
        /** By somebody on a network that nobody else is on. */
        Seen(int item, UUID member, Instant at, String region) {
            this(item, member, at, region, UUID.randomUUID());
        }
    }

    static DiversionFixture fresh(Pool pool, String name) {
        ShopFixture shop = ShopFixture.fresh(name);
        TestLot cases = shop.lot("CASE_OUTER", 100, "");
        TestLot items = shop.lot("ITEM_INNER", 100 * EACH, Map.of("parent", cases.number(), "pack", EACH));
        shop.post("/api/v1/lots/" + items.number() + "/activate", Map.of());
        CampaignFixture market = new CampaignFixture(shop);
        return new DiversionFixture(
                new PartnerFixture(shop, pool),
                cases,
                items,
                UUID.fromString(market.dealer("四川经销商 Sichuan", "510000")),
                UUID.fromString(market.dealer("South", "440000", "450100")));
    }

    ShopFixture shop() {
        return channel.shop();
    }

    String bottle(int box, int n) {
        return items.code(box * EACH + n);
    }

    void ship(int box, UUID dealer, Instant at) {
        List<String> told = channel.outcomes("PDA", List.of(channel.row("OUTBOUND", cases.code(box), dealer, at)));
        if (!told.equals(List.of("RECORDED"))) {
            throw new AssertionError(told.toString());
        }
    }

    /** Somebody new scans a code. */
    static void scan(String from, String code) {
        int status = given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", from)
                .body(Map.of("code", code, "claim", false))
                .post("/api/v1/scans")
                .statusCode();
        if (status != 200) {
            throw new AssertionError("a scan was answered " + status);
        }
    }

    /** An address on the network of a province that has a number. */
    static String network(String province, int n) {
        return province.formatted(province.equals(IN_GUANGDONG) ? GUANGDONG_FIRST + n : n);
    }

    /** Somebody new each time, on another network, scans some bottles of a case. */
    void scanBottles(int box, int count, String province) {
        for (int n = 0; n < count; n++) {
            scan(network(province, n), bottle(box, n));
        }
    }

    /** Scans that are recorded without anybody having scanned. */
    void record(List<Seen> scans) {
        Tuple columns = Tuple.tuple()
                .addInteger(items.codec().lot().value())
                .addArrayOfInteger(scans.stream().map(Seen::item).toArray(Integer[]::new))
                .addArrayOfOffsetDateTime(scans.stream()
                        .map(one -> one.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfUUID(scans.stream().map(Seen::member).toArray(UUID[]::new))
                .addArrayOfString(scans.stream().map(Seen::region).toArray(String[]::new))
                .addArrayOfUUID(scans.stream().map(Seen::network).toArray(UUID[]::new));
        channel.pool().preparedQuery(SCANS).execute(columns).await().atMost(PATIENCE);
    }

    List<Row> rows(String query, Object... arguments) {
        return StreamSupport.stream(
                        channel.pool()
                                .preparedQuery(query)
                                .execute(Tuple.from(List.of(arguments)))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    JsonPath flagged() {
        return QuickJson.of(shop().asStaff().get("/api/v1/diversions/cases"));
    }

    JsonPath dealers() {
        return QuickJson.of(shop().asStaff().get("/api/v1/diversions/dealers"));
    }
}
