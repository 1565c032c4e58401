package dev.yima.gateway;

import dev.yima.gateway.CampaignFixture.Goods;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A store with goods, coupons of guests, and people. */
record PinShop(CampaignFixture market, String dealer, String store, Goods goods, List<String> coupons) {
    private static final String COUPONS = """
            {"name":"One more","prizes":[{"kind":"COUPON","title":"One more bottle","validDays":30,
            "priceMinor":100,"storeFeeMinor":50,"count":4}]}""";
    private static final String GUIDED = """
            {"name":"Guided","claims":20,"prizes":[{"kind":"POINTS","points":1,"count":20}],
            "slots":[{"slot":"GUIDE","kind":"POINTS","points":3}]}""";

    static PinShop open(String name) {
        CampaignFixture market = CampaignFixture.fresh(name);
        String dealer = market.dealer("Anywhere");
        ShopFixture shop = market.shop();
        ShopFixture.TestLot won = shop.activeLot(4, shop.runningCampaign(COUPONS));
        List<String> coupons = IntStream.range(0, 4)
                .mapToObj(cap -> new Consumer().claim(won.code(cap)).getString("reward.couponCode"))
                .toList();
        Goods goods = market.goods(3, 4, shop.runningCampaign(GUIDED));
        return new PinShop(market, dealer, market.store("Corner", dealer), goods, coupons);
    }

    Consumer hires(String role) {
        return market.worker(store, role);
    }

    String box(int n) {
        return goods.boxes().code(n);
    }

    Response redeem(Consumer by, int coupon) {
        return by.post("/api/v1/partner/coupons/" + coupons.get(coupon) + "/redeem", Map.of());
    }

    int earned() {
        List<Integer> balances = market.shop()
                .asStaff()
                .get("/api/v1/ledger/balances?owner=" + store)
                .jsonPath()
                .getList("balances.findAll { it.unit == 'CNY' }.balance");
        return balances.stream().mapToInt(Integer::intValue).sum();
    }

    int people() {
        return market.shop()
                .asStaff()
                .get("/api/v1/partners/" + store + "/people")
                .jsonPath()
                .getList("$")
                .size();
    }
}
