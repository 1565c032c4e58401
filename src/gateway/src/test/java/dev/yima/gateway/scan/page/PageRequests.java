package dev.yima.gateway.scan.page;

import static io.restassured.RestAssured.given;

import dev.yima.codec.LotCodec;
import dev.yima.gateway.visitor.VisitorCookies;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** Requests for the page of a code. */
final class PageRequests {
    static final String FORGED = "/0C1S1YNT84EZMPS4";
    static final Map<String, Object> EVERYBODY_WINS = Map.of(
            "name",
            "Summer",
            "prizes",
            List.of(Map.of("kind", "CASH", "amountMinor", 188, "count", PhoneFixture.LOT_SIZE)));

    private PageRequests() {}

    static String code(LotCodec lot, int serial) {
        return "/" + lot.code(serial).text();
    }

    static RequestSpecification form() {
        return given().header("Sec-Fetch-Site", "same-origin").redirects().follow(false);
    }

    static RequestSpecification as(String cookie) {
        return given().cookie(VisitorCookies.COOKIE, cookie);
    }

    static ValidatableResponse get(String path, String accept) {
        return given().header("Accept", accept).get(path).then();
    }
}
