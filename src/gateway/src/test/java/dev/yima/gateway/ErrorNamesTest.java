package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refusal names what is at fault, and what it must be. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ErrorNamesTest {
    private static final String INSTANT =
            "must be a date and a time with seconds and an offset, such as 2027-01-01T00:00:00+08:00";

    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openAShop() {
        shop = ShopFixture.fresh("Names");
    }

    @Test
    void aParameterIsNamed() {
        refused("lots?limit=0", "limit", "must be greater than or equal to 1");
        refused("lots?limit=many", "limit", "must be a whole number: many");
        refused("lots?limit=", "limit", "must be a whole number: ");
        refused("products?after=last", "after", "must be a UUID, such as 0192f3c1-7a3e-7d21-8e0a-0f5b6c7d8e9f: last");
        refused("partners?kind=SHOP", "kind", "must be one of DEALER, STORE: SHOP");
        refused("coupons?state=USED", "state", "must be one of ISSUED, REDEEMED, EXPIRED: USED");
        refused("ledger/tax?year=2019", "year", "must be greater than or equal to 2020");
        refused("ledger/balances?at=2027-01-01", "at", INSTANT);
        refused("lots?limit=1&limit=2", "limit", "must be given once");
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedEverywhere() {
        refused("lots?limt=5", "limt", "is not a known parameter here; known are after, limit, order");
        refused("brand?x=1", "x", "is not a known parameter here");
        refused("products/0192f3c1-7a3e-7d21-8e0a-0f5b6c7d8e9f?limit=5", "limit", "is not a known parameter here");
        Response posted = shop.asStaff().body(Map.of("name", "Tea")).post("/api/v1/products?dryRun=true");
        assertEquals(400, posted.statusCode());
        assertEquals("dryRun", posted.jsonPath().getString("errors[0].field"));
        String unfinished = "2027-01-01T00:00:00%2B08:00";
        assertEquals(
                200,
                shop.asStaff()
                        .accept("text/csv")
                        .urlEncodingEnabled(false)
                        .get("/api/v1/ledger/transfers?from=" + unfinished + "&to=2027-01-02T00:00:00+08:00")
                        .statusCode(),
                "an offset is one, escaped or not");
    }

    @Test
    void aPublicPageTakesWhateverIsAppendedToIt() {
        assertEquals(
                200,
                new Consumer().get("/0C1S1YNT84EZMPS4?utm_source=x&17=271231").statusCode());
    }

    @Test
    void aFieldIsNamedWithItsPlaceAndItsForm() {
        for (String time : List.of(
                "2027-01-01T00:00:00", "2027-01-01", "2027-01-01 00:00:00+08:00", "tomorrow", "2027-13-01T00:00:00Z")) {
            malformed(campaign("\"startsAt\":\"" + time + "\","), "startsAt", INSTANT + ": " + time);
        }
        malformed(
                "{\"name\":\"x\",\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"count\":1},{\"kind\":\"GOLD\"}]}",
                "prizes[1].kind",
                "must be one of CASH, POINTS");
        malformed(
                "{\"name\":\"x\",\"prizes\":[{\"kind\":\"POINTS\",\"points\":\"1\",\"count\":1}]}",
                "prizes[0].points",
                "must be a whole number");
        malformed(
                "{\"name\":\"x\",\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"cuont\":1}]}",
                "prizes[0].cuont",
                "is not a known field here; known are ");
        Response broken = shop.asStaff().body("{\"name\":\"x\",\n\"prizes\":[}").post("/api/v1/campaigns");
        assertTrue(broken.jsonPath().getString("detail").contains(": line 2, column 1"), broken.asString());
    }

    @Test
    void whatIsNotFoundIsNamed() {
        for (String path : List.of("lots/ZZZZ", "lots/ZZZZ/ranges", "products/0192f3c1-7a3e-7d21-8e0a-0f5b6c7d8e9f")) {
            assertEquals(
                    "Not found: /api/v1/" + path,
                    shop.asStaff().get("/api/v1/" + path).jsonPath().getString("detail"));
        }
        assertEquals(
                "Not found: /api/v1/lots/ZZZZ/activate",
                shop.asStaff().post("/api/v1/lots/ZZZZ/activate").jsonPath().getString("detail"));
        assertEquals(
                "Not found: /api/v1/nothing",
                shop.asStaff().get("/api/v1/nothing").jsonPath().getString("detail"));
    }

    @Test
    void theRangeThatOverlapsIsNamed() {
        TestLot lot = shop.lot("ITEM_INNER", 100, "");
        String product = shop.post("/api/v1/products", Map.of("name", "Tea")).getString("id");
        String ranges = "/api/v1/lots/" + lot.number() + "/ranges";
        shop.post(ranges, Map.of("from", 0, "to", 9, "productId", product));
        shop.post(ranges, Map.of("from", 20, "to", 29, "productId", product));
        Response taken = shop.asStaff()
                .body(Map.of("from", 5, "to", 25, "productId", product))
                .post(ranges);
        assertEquals(409, taken.statusCode());
        assertEquals("5 to 25 overlaps the range 0 to 9", taken.jsonPath().getString("detail"));
    }

    private static String campaign(String more) {
        return "{\"name\":\"x\"," + more + "\"prizes\":[{\"kind\":\"POINTS\",\"points\":1,\"count\":1}]}";
    }

    private void refused(String path, String parameter, String rule) {
        Response answer = shop.asStaff().get("/api/v1/" + path);
        assertEquals(400, answer.statusCode(), path + " was answered " + answer.asString());
        JsonPath problem = answer.jsonPath();
        assertEquals(parameter, problem.getString("errors[0].field"), answer.asString());
        assertTrue(problem.getString("errors[0].rule").startsWith(rule), answer.asString());
        assertTrue(problem.getString("detail").startsWith(parameter + " " + rule), answer.asString());
    }

    private void malformed(String body, String field, String rule) {
        Response answer = shop.asStaff().body(body).post("/api/v1/campaigns");
        assertEquals(400, answer.statusCode(), body + " was answered " + answer.asString());
        assertEquals(field, answer.jsonPath().getString("errors[0].field"), answer.asString());
        assertTrue(answer.jsonPath().getString("errors[0].rule").startsWith(rule), answer.asString());
    }
}
