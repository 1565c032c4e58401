package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Aggregation of codes, over HTTP. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class AggregationTest {
    private static final String PACKS = "/api/v1/packs";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    /** A brand with lots of every kind. */
    private record Factory(
            ShopFixture shop, TestLot inner, TestLot outer, TestLot caseInner, TestLot caseOuter, TestLot pallet) {
        static Factory fresh(String name) {
            ShopFixture shop = ShopFixture.fresh(name);
            return new Factory(
                    shop,
                    shop.lot("ITEM_INNER", 4_096, ""),
                    shop.lot("ITEM_OUTER", 4_096, ""),
                    shop.lot("CASE_INNER", 100, ""),
                    shop.lot("CASE_OUTER", 100, ""),
                    shop.lot("PALLET", 10, ""));
        }

        Response pack(String parent, List<String> children) {
            return shop.asStaff().body(body(parent, children)).post(PACKS);
        }

        JsonPath packed(String parent, List<String> children) {
            return shop.post(PACKS, body(parent, children));
        }

        static Map<String, Object> body(String parent, List<String> children) {
            return Map.of("links", List.of(Map.of("parent", parent, "children", children)));
        }

        JsonPath show(String code) {
            return shop.asStaff().get(PACKS + "/" + code).jsonPath();
        }
    }

    private static List<String> codes(TestLot lot, int from, int to) {
        return IntStream.range(from, to).mapToObj(lot::code).toList();
    }

    @Test
    void aBottleIsFoundFromThePalletAndThePalletFromTheBottle() {
        Factory factory = Factory.fresh("Five levels");
        for (int item = 0; item < 6; item++) {
            factory.packed(factory.outer.code(item), codes(factory.inner, item, item + 1));
        }
        factory.packed(factory.caseInner.code(0), codes(factory.outer, 0, 3));
        factory.packed(factory.caseInner.code(1), codes(factory.outer, 3, 6));
        factory.packed(factory.caseOuter.code(0), codes(factory.caseInner, 0, 1));
        factory.packed(factory.caseOuter.code(1), codes(factory.caseInner, 1, 2));
        JsonPath pallet = factory.packed(factory.pallet.code(0), codes(factory.caseOuter, 0, 2));
        assertEquals(
                List.of(2, 0, 0), List.of(pallet.getInt("linked"), pallet.getInt("moved"), pallet.getInt("already")));

        JsonPath bottle = factory.show(factory.inner.code(4));
        assertEquals(
                List.of(
                        factory.outer.code(4),
                        factory.caseInner.code(1),
                        factory.caseOuter.code(1),
                        factory.pallet.code(0)),
                bottle.getList("ancestors.code"));
        assertEquals(List.of("ITEM_OUTER", "CASE_INNER", "CASE_OUTER", "PALLET"), bottle.getList("ancestors.kind"));
        assertEquals(Map.of(), bottle.getMap("contents"));
        assertEquals(
                Map.of("ITEM_INNER", 6, "ITEM_OUTER", 6, "CASE_INNER", 2, "CASE_OUTER", 2),
                factory.show(factory.pallet.code(0)).getMap("contents"));
        JsonPath first = factory.shop
                .asStaff()
                .get(PACKS + "/" + factory.caseInner.code(0) + "/children?limit=2")
                .jsonPath();
        assertEquals(codes(factory.outer, 0, 2), first.getList("items.child"));
        JsonPath rest = factory.shop
                .asStaff()
                .get(PACKS + "/" + factory.caseInner.code(0) + "/children?limit=2&after=" + first.getString("next"))
                .jsonPath();
        assertEquals(codes(factory.outer, 2, 3), rest.getList("items.child"));
        assertNull(rest.get("next"));
    }

    @Test
    void theSameRequestAgainChangesNothing() {
        Factory factory = Factory.fresh("Again");
        List<String> items = codes(factory.inner, 0, 24);
        assertEquals(24, factory.packed(factory.caseInner.code(0), items).getInt("linked"));
        JsonPath again = factory.packed(factory.caseInner.code(0), items);
        assertEquals(List.of(0, 24), List.of(again.getInt("linked"), again.getInt("already")));
        List<String> twice = List.of(items.get(0), items.get(0), factory.inner.code(24));
        JsonPath mixed = factory.packed(factory.caseInner.code(0), twice);
        assertEquals(List.of(1, 1), List.of(mixed.getInt("linked"), mixed.getInt("already")));
        assertEquals(25, factory.show(factory.caseInner.code(0)).getInt("contents.ITEM_INNER"));
    }

    @Test
    void aSecondParentIsRefusedWithTheRowNamedAndNothingIsDone() {
        Factory factory = Factory.fresh("Second parent");
        factory.packed(factory.caseInner.code(0), codes(factory.inner, 0, 3));
        Response refused = factory.pack(factory.caseInner.code(1), codes(factory.inner, 2, 6));
        assertProblem(refused, 409, "packed-elsewhere", "links[0].children[0]");
        assertTrue(factory.show(factory.caseInner.code(1)).getMap("contents").isEmpty(), "all or nothing");
        Map<String, Object> both = Map.of(
                "links",
                List.of(
                        Map.of("parent", factory.caseInner.code(2), "children", codes(factory.inner, 9, 10)),
                        Map.of("parent", factory.caseInner.code(3), "children", codes(factory.inner, 9, 10))));
        assertProblem(factory.shop.asStaff().body(both).post(PACKS), 409, "packed-elsewhere", "links[1].children[0]");

        Map<String, Object> move = new HashMap<>(Factory.body(factory.caseInner.code(1), codes(factory.inner, 2, 6)));
        move.put("move", true);
        JsonPath moved = factory.shop.post(PACKS, move);
        assertEquals(List.of(3, 1, 0), List.of(moved.getInt("linked"), moved.getInt("moved"), moved.getInt("already")));
        assertEquals(2, factory.show(factory.caseInner.code(0)).getInt("contents.ITEM_INNER"));
        List<Map<String, Object>> history = factory.shop
                .asStaff()
                .get(PACKS + "/" + factory.inner.code(2) + "/history")
                .jsonPath()
                .getList("$");
        assertEquals(
                List.of(factory.caseInner.code(1), factory.caseInner.code(0)),
                history.stream().map(link -> link.get("parent")).toList());
        assertNull(history.get(0).get("until"));
        assertTrue(history.get(1).get("until") != null, "the past has an end");
    }

    @Test
    void kindsThatDoNotFitAreRefusedAndSoAreCircles() {
        Factory factory = Factory.fresh("Levels");
        String small = factory.caseInner.code(0);
        String large = factory.caseOuter.code(0);
        factory.packed(large, List.of(small));
        assertProblem(factory.pack(small, List.of(large)), 409, "wrong-level", "links[0].children[0]");
        assertProblem(factory.pack(small, List.of(small)), 409, "wrong-level", "links[0].children[0]");
        assertProblem(
                factory.pack(factory.inner.code(0), List.of(factory.inner.code(1))),
                409,
                "wrong-level",
                "links[0].children[0]");
        assertEquals(
                200,
                factory.pack(factory.pallet.code(0), List.of(factory.inner.code(0)))
                        .statusCode());
    }

    @Test
    void whatIsNotOursIsRefusedAlike() {
        Factory factory = Factory.fresh("Ours");
        Factory other = Factory.fresh("Theirs");
        String mine = factory.caseInner.code(0);
        String forged =
                factory.inner.code(0).substring(0, 15) + (factory.inner.code(0).endsWith("0") ? '1' : '0');
        for (String foreign : List.of(other.inner.code(0), forged, "0000000000000000", "no code", "")) {
            Response refused = factory.pack(mine, List.of(factory.inner.code(1), foreign));
            assertProblem(refused, 400, "invalid-field", "links[0].children[1]");
        }
        assertProblem(
                factory.pack(other.caseInner.code(0), codes(factory.inner, 1, 2)),
                400,
                "invalid-field",
                "links[0].parent");
        factory.packed(mine, codes(factory.inner, 1, 2));
        for (String path : List.of(mine, mine + "/children", mine + "/history")) {
            assertEquals(200, factory.shop.asStaff().get(PACKS + "/" + path).statusCode());
            assertEquals(404, other.shop.asStaff().get(PACKS + "/" + path).statusCode());
        }
        assertEquals(400, factory.shop.asStaff().get(PACKS + "/nonsense").statusCode());
        String store = factory.shop
                .post("/api/v1/keys", Map.of("role", "STORE", "name", "Shop"))
                .getString("key");
        assertEquals(
                403,
                new ShopFixture(store)
                        .asStaff()
                        .body(Factory.body(mine, codes(factory.inner, 3, 4)))
                        .post(PACKS)
                        .statusCode());
        factory.shop.post("/api/v1/lots/" + factory.outer.number() + "/void", Map.of());
        Eventually.isTrue(() -> factory.pack(mine, codes(factory.outer, 0, 1)).statusCode() == 409);
    }

    @Test
    void aRequestHasABound() {
        Factory factory = Factory.fresh("Bound");
        List<String> many = codes(factory.inner, 0, 2_048);
        assertEquals(2_048, factory.packed(factory.caseInner.code(0), many).getInt("linked"));
        assertProblem(
                factory.pack(factory.caseInner.code(1), codes(factory.inner, 0, 2_049)),
                400,
                "invalid-field",
                "links[0].children");
        assertProblem(factory.pack(factory.caseInner.code(1), List.of()), 400, "invalid-field", "links[0].children");
        Response hole = factory.shop
                .asStaff()
                .body("{\"links\":[{\"parent\":\"x\",\"children\":[\"y\",null]}]}")
                .post(PACKS);
        assertProblem(hole, 400, "invalid-field", "links[0].children[1]");
    }

    @Test
    void anItemIsReplacedAndALabelPrintedAgain() {
        Factory factory = Factory.fresh("Rework");
        factory.packed(factory.caseInner.code(0), codes(factory.inner, 0, 3));
        factory.packed(factory.caseOuter.code(0), codes(factory.caseInner, 0, 1));
        Map<String, String> item = Map.of("old", factory.inner.code(1), "new", factory.inner.code(9));
        assertEquals(1, factory.shop.post(PACKS + "/replace", item).getInt("relinked"));
        assertEquals(2, factory.show(factory.inner.code(9)).getList("ancestors").size());
        assertEquals(0, factory.show(factory.inner.code(1)).getList("ancestors").size());
        Map<String, String> label = Map.of("old", factory.caseInner.code(0), "new", factory.caseInner.code(7));
        assertEquals(4, factory.shop.post(PACKS + "/replace", label).getInt("relinked"));
        assertEquals(
                List.of(factory.caseInner.code(7), factory.caseOuter.code(0)),
                factory.show(factory.inner.code(0)).getList("ancestors.code"));
        assertProblem(factory.shop.asStaff().body(label).post(PACKS + "/replace"), 409, "packed-elsewhere", "new");
        assertProblem(
                factory.shop
                        .asStaff()
                        .body(Map.of("old", factory.caseInner.code(0), "new", factory.caseInner.code(8)))
                        .post(PACKS + "/replace"),
                409,
                "wrong-state",
                "old");
        assertProblem(
                factory.shop
                        .asStaff()
                        .body(Map.of("old", factory.caseInner.code(7), "new", factory.inner.code(20)))
                        .post(PACKS + "/replace"),
                409,
                "wrong-level",
                "new");

        JsonPath out = factory.shop.post(PACKS + "/unpack", Map.of("codes", codes(factory.inner, 0, 2)));
        assertEquals(List.of(1, 1), List.of(out.getInt("unlinked"), out.getInt("already")));
        assertEquals(2, factory.show(factory.caseOuter.code(0)).getInt("contents.ITEM_INNER"));
    }

    @Test
    void twoLinesMayFightForABottleAndOneGetsIt() throws Exception {
        Factory factory = Factory.fresh("Two lines");
        List<Integer> answers = Phones.of(16)
                .each(
                        IntStream.range(0, 64).boxed().toList(),
                        n -> factory.pack(factory.caseInner.code(n), codes(factory.inner, n % 4, n % 4 + 9))
                                .statusCode());
        assertTrue(answers.stream().allMatch(status -> status == 200 || status == 409), answers::toString);
        assertEquals(1, answers.stream().filter(status -> status == 200).count(), "all of them want the fourth");
    }

    @Test
    void aBottleByArithmeticThatManyTakeOutAtOnceEndsOnce() throws Exception {
        Factory factory = Factory.fresh("At once");
        TestLot bottles = factory.shop.lot("ITEM_INNER", 240, Map.of("parent", factory.caseInner.number(), "pack", 24));
        for (int n = 0; n < 10; n++) {
            // Each request takes the same twelve out, of two cases and in another order.
            List<String> twelve = new ArrayList<>(codes(bottles, 24 * n + 18, Math.min(240, 24 * n + 30)));
            List<Integer> unlinked = Phones.of(16)
                    .each(IntStream.range(0, 16).boxed().toList(), who -> {
                        List<String> shuffled = new ArrayList<>(twelve);
                        Collections.rotate(shuffled, who);
                        return factory.shop
                                .post(PACKS + "/unpack", Map.of("codes", shuffled))
                                .getInt("unlinked");
                    });
            assertEquals(
                    twelve.size(), unlinked.stream().mapToInt(Integer::intValue).sum(), unlinked::toString);
        }
        assertEquals(114, links(bottles, "true"));
        assertEquals(114, links(bottles, "unlinked_at IS NOT NULL"));
    }

    @Test
    void aBottleThatManyMoveAtOnceIsWhereTheLastOnePutIt() throws Exception {
        Factory factory = Factory.fresh("Moved at once");
        TestLot bottles = factory.shop.lot("ITEM_INNER", 240, Map.of("parent", factory.caseInner.number(), "pack", 24));
        for (int n = 0; n < 8; n++) {
            moveAtOnce(factory, bottles.code(24 * n));
            factory.packed(factory.caseInner.code(n), codes(factory.inner, n, n + 1));
            moveAtOnce(factory, factory.inner.code(n));
        }
        for (TestLot lot : List.of(bottles, factory.inner)) {
            assertEquals(8, links(lot, "parent_serial < 20"), "the first place, written down once");
            assertEquals(8, links(lot, "unlinked_at IS NULL"));
            assertEquals(8 * 16, links(lot, "parent_serial >= 20"));
        }
    }

    private static void moveAtOnce(Factory factory, String bottle) throws Exception {
        List<Integer> answers = Phones.of(16)
                .each(IntStream.range(20, 36).boxed().toList(), box -> {
                    Map<String, Object> move =
                            new HashMap<>(Factory.body(factory.caseInner.code(box), List.of(bottle)));
                    move.put("move", true);
                    return factory.shop.asStaff().body(move).post(PACKS).statusCode();
                });
        assertEquals(Collections.nCopies(16, 200), answers);
    }

    private int links(TestLot children, String which) {
        String count = "SELECT count(*) FROM aggregation WHERE child_lot = "
                + children.codec().lot().value() + " AND " + which;
        return pool.query(count)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getInteger(0);
    }

    @Test
    void linksAreKept() {
        Factory factory = Factory.fresh("Kept");
        factory.packed(factory.caseInner.code(0), codes(factory.inner, 0, 1));
        String ours = " WHERE child_lot = " + factory.inner.codec().lot().value();
        for (String crime : List.of(
                "DELETE FROM aggregation" + ours,
                "UPDATE aggregation SET parent_serial = 5" + ours,
                "UPDATE aggregation SET linked_at = now(), unlinked_at = now(), unlinked_by = linked_by" + ours)) {
            assertThrows(
                    PgException.class, () -> pool.query(crime).execute().await().atMost(PATIENCE), crime);
        }
    }

    private static void assertProblem(Response answer, int status, String type, String field) {
        assertEquals(status, answer.statusCode(), answer.asString());
        assertTrue(answer.jsonPath().getString("type").endsWith("/" + type), answer.asString());
        assertEquals(field, answer.jsonPath().getString("errors[0].field"), answer.asString());
    }
}
