package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A repeated request gets the first answer. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class IdempotencyTest {
    @Test
    void theFirstAnswerIsGivenAgain() {
        ShopFixture shop = ShopFixture.fresh("Again");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        Response first = send(null, "key-1", body(lot.code(0)));
        String cookie = first.cookie("yima_member");
        new Consumer().look(lot.code(0));

        Response again = send(cookie, "key-1", body(lot.code(0)));
        assertEquals(first.asString(), again.asString());
        assertEquals(409, send(cookie, "key-1", body(lot.code(1))).statusCode());
        assertEquals(200, send(cookie, "key-2", body(lot.code(1))).statusCode());
        assertEquals(200, send(null, "key-1", body(lot.code(2))).statusCode(), "another person's key is their own");
    }

    @Test
    void whoNeverGotTheFirstAnswerIsStillTheSamePerson() {
        ShopFixture shop = ShopFixture.fresh("Lost answer");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":10}]"));
        for (String key : new String[] {"0b0e6a4e-8d4f-4c8e-9d3f-0c1d2e3f4a5b", "short"}) {
            String code = lot.code(key.length() % 10);
            Response first = send(null, key, body(code));
            Response again = send(null, key, body(code));
            assertEquals(first.asString(), again.asString());
            assertEquals(first.cookie("yima_member"), again.cookie("yima_member"));
        }
    }

    @Test
    void aKeyHasAForm() {
        for (String key : new String[] {"x".repeat(129), "with space"}) {
            assertEquals(400, send(null, key, body("0C1S1YNT84EZMPS4")).statusCode(), key);
        }
    }

    private static String body(String code) {
        return "{\"code\":\"" + code + "\"}";
    }

    private static Response send(@Nullable String cookie, String key, String body) {
        var request = RestAssured.given()
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body);
        return (cookie == null ? request : request.cookie("yima_member", cookie)).post("/api/v1/scans");
    }
}
