package dev.yima.gateway.lot.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Management;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.lot.catalogue.LotNumbers.Usage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

/** How many lot numbers are left is told before they are used up. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LotNumbersTest {
    @Test
    void theApiAndTheHealthPageSayHowManyAreLeft() {
        ShopFixture shop = ShopFixture.fresh("Numbers");
        int before = left(shop);
        shop.lot("ITEM_INNER", 1, "");
        shop.lot("ITEM_INNER", 1_000_000, "");
        assertEquals(before - 2, left(shop), "whatever their size");

        JsonPath health = Management.get("/q/health").jsonPath();
        assertEquals("UP", health.getString("checks.find { it.name == 'LotNumbers' }.status"));
        assertEquals(left(shop), health.getInt("checks.find { it.name == 'LotNumbers' }.data.left"));
        assertEquals(1_048_576, health.getInt("checks.find { it.name == 'LotNumbers' }.data.total"));
    }

    @Test
    void theyAreScarceFromFourOfFiveOn() {
        assertEquals(new Usage(1_048_576, 1_048_576, false), Usage.of(0));
        assertFalse(Usage.of(838_860).scarce());
        assertTrue(Usage.of(838_861).scarce());
        assertEquals(209_715, Usage.of(838_861).left());
        assertEquals(0, Usage.of(1_048_576).left());
    }

    private static int left(ShopFixture shop) {
        return shop.asStaff().get("/api/v1/lot-numbers").jsonPath().getInt("left");
    }
}
