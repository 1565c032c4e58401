package dev.yima.gateway;

import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** A brand with dealers, stores and cases of bottles, as its staff sets it up. */
public record CampaignFixture(ShopFixture shop) {
    /** The PIN that everybody chooses. */
    public static final String PIN = "730518";

    /** A brand of its own. */
    public static CampaignFixture fresh(String name) {
        return new CampaignFixture(ShopFixture.fresh(name));
    }

    /** Adds a dealer of a territory. */
    public String dealer(String name, String... territory) {
        return shop.post("/api/v1/partners", Map.of("kind", "DEALER", "name", name, "territory", List.of(territory)))
                .getString("id");
    }

    /** Adds a store that a dealer supplies. */
    public String store(String name, String dealer) {
        return shop.post("/api/v1/partners", Map.of("kind", "STORE", "name", name, "dealerId", dealer))
                .getString("id");
    }

    /** The token of an invitation. */
    public String invitation(String partner, Map<String, Object> body) {
        String url =
                shop.post("/api/v1/partners/" + partner + "/invitations", body).getString("url");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Somebody with a phone of their own who works at a partner. */
    public Consumer worker(String partner, String role) {
        Consumer person = new Consumer();
        join(person, invitation(partner, Map.of("role", role)));
        return person;
    }

    /** Makes a person accept an invitation. */
    public static void join(Consumer person, String token) {
        ok(person.post("/api/v1/partner/join", joining(token, "Somebody")));
    }

    /** The acceptance of an invitation. */
    public static Map<String, Object> joining(String token, String name) {
        return Map.of("token", token, "name", name, "pin", PIN);
    }

    /** Opens a case. */
    public static Response open(Consumer person, String code) {
        return person.post("/api/v1/partner/openings", Map.of("code", code));
    }

    /** Lots of cases and of the bottles in them, by arithmetic; both on sale. */
    public Goods goods(int cases, int bottlesEach, String campaign) {
        TestLot boxes = shop.lot("CASE_INNER", cases, "");
        TestLot bottles = shop.lot(
                "ITEM_INNER",
                cases * bottlesEach,
                Map.of("campaignId", campaign, "parent", boxes.number(), "pack", bottlesEach));
        shop.post("/api/v1/lots/" + boxes.number() + "/activate", Map.of());
        shop.post("/api/v1/lots/" + bottles.number() + "/activate", Map.of());
        return new Goods(boxes, bottles, bottlesEach);
    }

    /**
     * Cases and what is in them.
     *
     * @param boxes the cases' inside codes
     * @param bottles the caps
     * @param each how many are in a case
     */
    public record Goods(TestLot boxes, TestLot bottles, int each) {
        /** A cap of a case. */
        public String cap(int box, int n) {
            return bottles.code(box * each + n);
        }
    }

    /** What is expected to work. */
    public static JsonPath ok(Response response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError("answered " + response.statusCode() + ": " + response.asString());
        }
        return QuickJson.of(response);
    }
}
