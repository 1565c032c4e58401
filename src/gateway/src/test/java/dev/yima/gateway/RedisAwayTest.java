package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Without Redis scans still work and money is still exact; health says degraded. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(WithoutRedis.class)
class RedisAwayTest {
    @Test
    void scansAreAnsweredFromPostgres() throws Exception {
        ShopFixture shop = ShopFixture.fresh("No Redis");
        TestLot lot =
                shop.activeLot(10, shop.runningCampaign(10, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":10}]"));
        Consumer first = new Consumer();
        assertEquals("GENUINE_FIRST", first.look(lot.code(0)).getString("verdict"));
        assertNotNull(first.claim(lot.code(0)).get("reward"));
        assertNotNull(first.claim(lot.code(0)).get("reward"));
        assertEquals("GENUINE_REPEAT", new Consumer().claim(lot.code(0)).getString("verdict"));

        List<JsonPath> race =
                Phones.of(50).each(IntStream.range(0, 200).boxed().toList(), n -> new Consumer().claim(lot.code(1)));
        assertEquals(
                1, race.stream().filter(answer -> answer.get("reward") != null).count());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void healthSaysDegraded() {
        JsonPath ready = Management.get("/q/health/ready").jsonPath();
        assertEquals("UP", ready.getString("status"));
        assertEquals("degraded", ready.getString("checks.find { it.name == 'Redis' }.data.state"));
    }
}
