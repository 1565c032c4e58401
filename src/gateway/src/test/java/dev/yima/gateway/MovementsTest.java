package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.yima.gateway.PartnerFixture.Row;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.trace.DealerCustody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Movements of goods, over HTTP. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MovementsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00.123456Z");
    private static final Instant TUESDAY = MONDAY.plus(1, ChronoUnit.DAYS);
    private static final Instant WEDNESDAY = MONDAY.plus(2, ChronoUnit.DAYS);
    private static final Instant THURSDAY = MONDAY.plus(3, ChronoUnit.DAYS);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DealerCustody custody;

    private static CodeRef ref(TestLot lot, int serial) {
        return new CodeRef(lot.codec().lot().value(), serial);
    }

    private Map<CodeRef, UUID> dealers(List<CodeRef> codes) {
        DealerCustody.Answers answers = custody.of(pool, codes).await().atMost(PATIENCE);
        Map<CodeRef, UUID> dealers = new HashMap<>();
        codes.forEach(code -> answers.at(code, Instant.MAX).ifPresent(holding -> dealers.put(code, holding.dealer())));
        return dealers;
    }

    @Test
    void aBatchThatComesLateAndTwiceIsRecordedOnce() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Twice");
        PartnerFixture channel = goods.channel();
        List<Row> rows = new ArrayList<>(IntStream.range(0, 40)
                .mapToObj(n -> channel.row("OUTBOUND", goods.cases().code(n), goods.east(), MONDAY))
                .toList());
        rows.set(7, rows.get(7).withOrder("SO-1"));
        assertEquals(Collections.nCopies(40, "RECORDED"), channel.outcomes("PDA-1", rows));
        assertEquals(Collections.nCopies(40, "ALREADY"), channel.outcomes("PDA-1", rows));
        assertEquals(Collections.nCopies(40, "sent-already"), channel.outcomes("PDA-2", rows), "of another device");

        long used = rows.get(7).sequence();
        Row other = PartnerFixture.row(used, "OUTBOUND", goods.cases().code(7), goods.east(), TUESDAY);
        Row withoutOrder = PartnerFixture.row(used, "OUTBOUND", goods.cases().code(7), goods.east(), MONDAY);
        Row noCode = PartnerFixture.row(used, "OUTBOUND", "no code", goods.east(), MONDAY);
        for (Row changed : List.of(other, withoutOrder, noCode)) {
            assertEquals(List.of("sequence-reused"), channel.outcomes("PDA-1", List.of(changed)));
        }
        Row fresh = channel.row("RECEIPT", goods.cases().code(0), goods.east(), TUESDAY);
        Row twin = PartnerFixture.row(
                fresh.sequence(), "RECEIPT", goods.cases().code(1), goods.east(), TUESDAY.plusSeconds(1));
        assertEquals(
                List.of("RECORDED", "ALREADY", "sequence-reused"),
                channel.outcomes("PDA-1", List.of(fresh, fresh, twin)),
                "within a batch as well");
    }

    @Test
    void aBadRowIsNamedAndDoesNotStopTheOthers() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Bad rows");
        GoodsFixture strangers = GoodsFixture.fresh(pool, "Strangers");
        PartnerFixture channel = goods.channel();
        TestLot boxes = channel.shop().lot("ITEM_OUTER", 5, "");
        TestLot gone = channel.shop().lot("CASE_OUTER", 5, "");
        channel.shop().post("/api/v1/lots/" + gone.number() + "/void", Map.of());
        Instant soon = TestClock.now().plusSeconds(120);
        List<Row> rows = List.of(
                channel.row("OUTBOUND", "8KX2", goods.east(), MONDAY),
                channel.row("OUTBOUND", strangers.cases().code(0), goods.east(), MONDAY),
                channel.row("OUTBOUND", goods.items().code(0), goods.east(), MONDAY),
                channel.row("OUTBOUND", boxes.code(0), goods.east(), MONDAY),
                channel.row("OUTBOUND", goods.cases().code(1), strangers.east(), MONDAY),
                channel.row("OUTBOUND", goods.cases().code(2), goods.east(), soon.plus(1, ChronoUnit.HOURS)),
                channel.row("OUTBOUND", goods.cases().code(3), goods.east(), soon),
                channel.row("OUTBOUND", goods.cases().code(4), goods.east(), Instant.EPOCH),
                channel.row("OUTBOUND", gone.code(0), goods.east(), MONDAY),
                channel.row("RETURN", goods.cases().code(5), goods.east(), MONDAY),
                channel.row("RECEIPT", goods.cases().code(5), goods.east(), MONDAY));
        List<String> expected = List.of(
                "not-a-code",
                "not-a-code",
                "wrong-kind",
                "RECORDED",
                "no-such-partner",
                "in-the-future",
                "RECORDED",
                "too-long-ago",
                "void-code",
                "not-there",
                "not-there");
        Eventually.isTrue(() -> channel.outcomes("probe", rows.subList(8, 9)).equals(List.of("void-code")));
        assertEquals(expected, channel.outcomes("PDA", rows));
    }

    @Test
    void goodsOfOneDealerDoNotGoToAnotherUnlessTheyCameBack() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Elsewhere");
        PartnerFixture channel = goods.channel();
        String box = goods.cases().code(0);
        UUID shop = channel.store(goods.cases(), "Shop of East", goods.east());
        UUID rival = channel.store(goods.cases(), "Shop of West", goods.west());
        assertEquals(
                List.of("RECORDED", "elsewhere", "elsewhere", "RECORDED", "RECORDED", "RECORDED"),
                channel.outcomes(
                        "PDA",
                        List.of(
                                channel.row("OUTBOUND", box, goods.east(), MONDAY),
                                channel.row("OUTBOUND", box, goods.west(), MONDAY.plusSeconds(1)),
                                channel.row("OUTBOUND", box, rival, MONDAY.plusSeconds(2)),
                                channel.row("RECEIPT", box, goods.east(), MONDAY.plusSeconds(3)),
                                channel.row("OUTBOUND", box, shop, TUESDAY),
                                channel.row("RETURN", box, shop, TUESDAY.plusSeconds(1)))));
        assertEquals("East", goods.routeOf(box).getString("holder.name"), "a store gives back to its dealer");
        assertEquals(
                List.of("RECORDED", "not-there", "not-there", "RECORDED"),
                channel.outcomes(
                        "PDA",
                        List.of(
                                channel.row("RETURN", box, goods.east(), WEDNESDAY),
                                channel.row("RETURN", box, goods.east(), WEDNESDAY.plusSeconds(1)),
                                channel.row("RECEIPT", box, goods.west(), WEDNESDAY.plusSeconds(2)),
                                channel.row("OUTBOUND", box, goods.west(), THURSDAY))));
        assertEquals("West", goods.routeOf(box).getString("holder.name"));
        assertEquals(Map.of(ref(goods.items(), 3), goods.west()), dealers(List.of(ref(goods.items(), 3))));
    }

    @Test
    void whereSomethingIsFollowsFromTimeNotFromTheOrderOfArrival() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Late");
        PartnerFixture channel = goods.channel();
        String box = goods.cases().code(0);
        List<Row> way = List.of(
                channel.row("OUTBOUND", box, goods.east(), MONDAY),
                channel.row("RETURN", box, goods.east(), TUESDAY),
                channel.row("OUTBOUND", box, goods.west(), WEDNESDAY));
        List<Row> backwards = new ArrayList<>(way);
        Collections.reverse(backwards);
        assertEquals(Collections.nCopies(3, "RECORDED"), channel.outcomes("PDA", backwards), "in one batch");
        assertEquals("West", goods.routeOf(box).getString("holder.name"));

        String late = goods.cases().code(1);
        channel.outcomes("PDA", List.of(channel.row("OUTBOUND", late, goods.west(), WEDNESDAY)));
        assertEquals(
                List.of("RECORDED", "RECORDED"),
                channel.outcomes(
                        "PDA late",
                        List.of(
                                channel.row("RETURN", late, goods.east(), TUESDAY),
                                channel.row("OUTBOUND", late, goods.east(), MONDAY))));
        assertEquals("West", goods.routeOf(late).getString("holder.name"));
        assertEquals(
                List.of("OUTBOUND", "RETURN", "OUTBOUND"), goods.routeOf(late).getList("movements.kind"));
        assertEquals(
                List.of("elsewhere"),
                channel.outcomes("PDA", List.of(channel.row("OUTBOUND", late, goods.west(), MONDAY.plusSeconds(1)))),
                "at that time it was in the east");
    }

    @Test
    void aPalletMovesWhatIsInIt() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Pallets");
        PartnerFixture channel = goods.channel();
        goods.load(0, 0, 3);
        channel.outcomes("PDA", List.of(channel.row("OUTBOUND", goods.pallets().code(0), goods.east(), MONDAY)));
        assertEquals(
                List.of("elsewhere"),
                channel.outcomes(
                        "PDA", List.of(channel.row("OUTBOUND", goods.cases().code(1), goods.west(), TUESDAY))));
        assertEquals(
                List.of("RECORDED", "RECORDED"),
                channel.outcomes(
                        "PDA",
                        List.of(
                                channel.row("RETURN", goods.cases().code(1), goods.east(), TUESDAY),
                                channel.row("OUTBOUND", goods.cases().code(1), goods.west(), WEDNESDAY))));
        assertEquals(
                Map.of(
                        ref(goods.items(), 0),
                        goods.east(),
                        ref(goods.items(), 19),
                        goods.west(),
                        ref(goods.cases(), 2),
                        goods.east()),
                dealers(List.of(
                        ref(goods.items(), 0), ref(goods.items(), 19), ref(goods.cases(), 2), ref(goods.items(), 31))));

        JsonPath bottle = goods.routeOf(goods.items().code(19));
        assertEquals(List.of(goods.cases().code(1), goods.pallets().code(0)), bottle.getList("packs.code"));
        assertEquals(
                List.of(
                        goods.pallets().code(0),
                        goods.cases().code(1),
                        goods.cases().code(1)),
                bottle.getList("movements.code"));
        assertEquals("2026-03-02T08:00:00.123456Z", bottle.getString("movements[0].at"));
        assertEquals("West", bottle.getString("holder.name"));
        assertNull(goods.routeOf(goods.items().code(31)).get("holder"), "still the brand's");
    }

    @Test
    void theLogIsListedForOneselfOnly() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Listed");
        GoodsFixture other = GoodsFixture.fresh(pool, "Not listed");
        PartnerFixture channel = goods.channel();
        channel.outcomes(
                "PDA",
                IntStream.range(0, 5)
                        .mapToObj(n -> channel.row(
                                "OUTBOUND", goods.cases().code(n), n == 2 ? goods.west() : goods.east(), MONDAY))
                        .toList());
        JsonPath first = list(channel.shop(), "limit=3");
        assertEquals(3, first.getList("items").size());
        JsonPath rest = list(channel.shop(), "limit=3&after=" + first.getString("next"));
        assertEquals(2, rest.getList("items").size());
        assertNull(rest.get("next"));
        JsonPath west = list(channel.shop(), "partner=" + goods.west());
        assertEquals(List.of(goods.cases().code(2)), west.getList("items.code"));
        assertEquals(
                List.of(),
                list(other.channel().shop(), "partner=" + goods.west()).getList("items"));
        assertEquals(List.of(), list(other.channel().shop(), "limit=3").getList("items"));
        assertEquals(
                404,
                other.channel()
                        .shop()
                        .asStaff()
                        .get(goods.route(goods.cases().code(0)))
                        .statusCode());
        assertEquals(400, channel.shop().asStaff().get(goods.route("nonsense")).statusCode());
        String store = channel.shop()
                .post("/api/v1/keys", Map.of("role", "STORE", "name", "Shop"))
                .getString("key");
        PartnerFixture stranger = new PartnerFixture(new ShopFixture(store), pool);
        assertEquals(
                403,
                stranger.send("PDA", List.of(channel.row("OUTBOUND", "x", goods.east(), MONDAY)))
                        .statusCode());
    }

    private static JsonPath list(ShopFixture shop, String query) {
        return shop.asStaff().get("/api/v1/movements?" + query).jsonPath();
    }

    @Test
    void aBatchHasABound() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Bounds");
        PartnerFixture channel = goods.channel();
        List<Row> full = IntStream.range(0, 1_000)
                .mapToObj(n -> channel.row(
                        n / 100 % 2 == 0 ? "OUTBOUND" : "RETURN",
                        goods.cases().code(n % 100),
                        goods.east(),
                        MONDAY.plusMillis(n)))
                .toList();
        assertEquals(Collections.nCopies(1_000, "RECORDED"), channel.outcomes("PDA", full));
        List<Row> more = new ArrayList<>(full);
        more.add(channel.row("OUTBOUND", goods.cases().code(0), goods.east(), MONDAY));
        assertInvalid(channel.send("PDA", more), "movements");
        assertInvalid(channel.send("PDA", List.of()), "movements");
        assertInvalid(channel.send(" ", full.subList(0, 1)), "device");
        Row order = channel.row("OUTBOUND", goods.cases().code(0), goods.east(), MONDAY);
        Row hole = new Row(0, "OUTBOUND", goods.cases().code(0), goods.east().toString(), null, null);
        assertEquals(
                List.of("malformed", "malformed"),
                channel.outcomes("PDA", List.of(order.withOrder("x".repeat(65)), hole)));
        Row endless = order.withOrder("x".repeat(262_144));
        assertEquals(413, channel.send("PDA", List.of(endless)).statusCode());
    }

    @Test
    void aLongBodyIsForMovementsOnlyEvenWhenItsLengthIsNotTold() throws Exception {
        byte[] blank = " ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        for (String path : List.of("/api/v1/scans", "/api/v1/movements")) {
            HttpRequest endless = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blank)))
                    .build();
            int status = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(endless, BodyHandlers.discarding())
                    .statusCode();
            assertEquals(path.endsWith("scans") ? 413 : 401, status, path);
        }
    }

    private static void assertInvalid(Response answer, String field) {
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals(field, answer.jsonPath().getString("errors[0].field"), answer.asString());
    }

    @Test
    void theLogIsKept() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Kept movements");
        PartnerFixture channel = goods.channel();
        channel.outcomes("PDA", List.of(channel.row("OUTBOUND", goods.cases().code(0), goods.east(), MONDAY)));
        for (String crime : List.of("DELETE FROM movement", "UPDATE movement SET serial = 5")) {
            assertThrows(
                    PgException.class, () -> pool.query(crime).execute().await().atMost(PATIENCE), crime);
        }
    }
}
