package dev.yima.gateway.scan.page;

import dev.yima.codec.LotCodec;
import dev.yima.gateway.ShopFixture;
import java.util.HashMap;
import java.util.Map;

/** A brand with a face, as the pages show it. */
record PhoneFixture(ShopFixture shop) {
    static final int LOT_SIZE = 1_000;

    static PhoneFixture open(String name, String colour) {
        ShopFixture shop = ShopFixture.fresh(name);
        shop.asStaff()
                .body(Map.of("colour", colour, "organiser", name + " Ltd.", "contact", "+86 20 1234 5678"))
                .patch("/api/v1/brand")
                .then()
                .statusCode(200);
        return new PhoneFixture(shop);
    }

    /** The header that staff show. */
    String bearer() {
        return "Bearer " + shop.key();
    }

    /** A lot on sale, without a packet. */
    LotCodec lot(String product) {
        return lot(product, Map.of());
    }

    /** A lot on sale, with a running campaign unless that is empty. */
    LotCodec lot(String product, Map<String, Object> campaign) {
        Map<String, Object> bindings = new HashMap<>();
        bindings.put(
                "productId",
                shop.post("/api/v1/products", Map.of("name", product)).getString("id"));
        if (!campaign.isEmpty()) {
            String id = shop.post("/api/v1/campaigns", campaign).getString("id");
            shop.post("/api/v1/campaigns/" + id + "/publish", Map.of());
            bindings.put("campaignId", id);
        }
        LotCodec lot = shop.lot("ITEM_INNER", LOT_SIZE, bindings).codec();
        act(lot, "activate");
        return lot;
    }

    /** Does something to a lot. */
    void act(LotCodec lot, String action) {
        shop.post("/api/v1/lots/" + lot.lot().text() + "/" + action, Map.of());
    }
}
