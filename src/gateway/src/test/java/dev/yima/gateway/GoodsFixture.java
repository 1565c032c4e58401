package dev.yima.gateway;

import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Bottles in cases by arithmetic, cases on pallets by links. */
record GoodsFixture(PartnerFixture channel, TestLot items, TestLot cases, TestLot pallets, UUID east, UUID west) {
    static GoodsFixture fresh(Pool pool, String name) {
        ShopFixture shop = ShopFixture.fresh(name);
        TestLot pallets = shop.lot("PALLET", 10, "");
        TestLot cases = shop.lot("CASE_OUTER", 100, "");
        TestLot items = shop.lot("ITEM_INNER", 1_000, Map.of("parent", cases.number(), "pack", 10));
        PartnerFixture channel = new PartnerFixture(shop, pool);
        return new GoodsFixture(
                channel, items, cases, pallets, channel.dealer(cases, "East"), channel.dealer(cases, "West"));
    }

    String route(String code) {
        return "/api/v1/packs/" + code + "/route";
    }

    JsonPath routeOf(String code) {
        return QuickJson.of(channel.shop().asStaff().get(route(code)));
    }

    void load(int pallet, int from, int to) {
        List<String> on = IntStream.range(from, to).mapToObj(cases::code).toList();
        channel.shop()
                .post(
                        "/api/v1/packs",
                        Map.of("links", List.of(Map.of("parent", pallets.code(pallet), "children", on))));
    }
}
