package dev.yima.gateway.scan.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Codes are not for search engines. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RobotsTest {
    @Test
    void crawlersAreAskedToStayOut() {
        given().get("/robots.txt")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(equalTo("User-agent: *\nDisallow: /\n"));
    }
}
