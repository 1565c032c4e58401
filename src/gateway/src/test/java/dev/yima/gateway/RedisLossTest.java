package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.platform.redis.RedisConnection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Redis forgets, PostgreSQL tells it again. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RedisLossTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Test
    void countsAndClaimsSurviveTheLossOfRedis() {
        ShopFixture shop = ShopFixture.fresh("Forgetful");
        TestLot lot =
                shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":10}]"));
        List<Consumer> people = Stream.generate(Consumer::new).limit(5).toList();
        assertNotNull(people.get(0).claim(lot.code(0)).get("reward"));
        people.forEach(person -> person.look(lot.code(0)));
        String story = "/api/v1/codes/" + lot.code(0);
        Eventually.isTrue(() -> shop.asStaff().get(story).jsonPath().getInt("scanCount") == 5);

        // Not FLUSHALL, which saves to the disk before it answers.
        redis.ask("", commands -> commands.flushdb()).await().atMost(Duration.ofSeconds(5));

        for (Consumer person : people) {
            assertEquals(5, person.look(lot.code(0)).getLong("scanCount"), "within ten minutes nobody counts again");
            // Redis is told behind the answer; a question counts nobody.
            Eventually.isTrue(() -> given().accept("application/json")
                            .get("/" + lot.code(0))
                            .jsonPath()
                            .getLong("scanCount")
                    == 5);
        }
        assertEquals(6, new Consumer().claim(lot.code(0)).getLong("scanCount"));
        assertEquals("GENUINE_FIRST", people.get(0).claim(lot.code(0)).getString("verdict"));
        assertEquals("GENUINE_REPEAT", people.get(1).claim(lot.code(0)).getString("verdict"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }
}
