package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole road over HTTP: mint, activate, look, win once, be told that it is taken. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ScanToPayoutTest {
    private static final String ONE_YUAN_EACH = "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":10}]";

    @Test
    void aCodePaysThePersonWhoClaimsItFirstAndNobodyElse() {
        ShopFixture shop = ShopFixture.fresh("Road");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, ONE_YUAN_EACH));
        Consumer first = new Consumer();
        Consumer second = new Consumer();

        JsonPath look = first.look(lot.code(0));
        assertEquals("GENUINE_FIRST", look.getString("verdict"));
        assertEquals(1, look.getLong("scanCount"));
        assertNull(look.get("reward"));

        JsonPath won = first.claim(lot.code(0));
        assertEquals("GENUINE_FIRST", won.getString("verdict"));
        assertEquals("CASH", won.getString("reward.kind"));
        assertEquals(100, won.getLong("reward.amountMinor"));
        assertEquals("CNY", won.getString("reward.currency"));
        assertEquals(1, won.getLong("scanCount"), "the look and the claim of one person are one scan");

        JsonPath late = second.claim(lot.code(0));
        assertEquals("GENUINE_REPEAT", late.getString("verdict"));
        assertNull(late.get("reward"));
        assertEquals(2, late.getLong("scanCount"));
        assertEquals(won.getString("firstScannedAt"), late.getString("firstScannedAt"));
        assertNotEquals(won.getString("memberId"), late.getString("memberId"));

        JsonPath again = first.claim(lot.code(0));
        assertEquals("GENUINE_FIRST", again.getString("verdict"));
        assertEquals(won.getString("reward.id"), again.getString("reward.id"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void aPersonSeesWhatTheyWonUntilItIsPaid() {
        ShopFixture shop = ShopFixture.fresh("Rewards");
        String prizes =
                "[{\"kind\":\"CASH\",\"amountMinor\":188,\"count\":1},{\"kind\":\"POINTS\",\"points\":7,\"count\":1}]";
        TestLot lot = shop.activeLot(2, shop.runningCampaign(2, prizes));
        Consumer person = new Consumer();
        person.claim(lot.code(0));
        person.claim(lot.code(1));

        assertEquals(7, person.me().getLong("points"));
        assertEquals(Set.of("CASH", "POINTS"), new HashSet<>(person.me().getList("rewards.kind")));
        Eventually.isTrue(() -> Set.of("PAID").equals(new HashSet<>(person.me().getList("rewards.state"))));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void aCodeThatIsNotOnSaleLooksLikeAForgery() {
        ShopFixture shop = ShopFixture.fresh("Not on sale");
        TestLot lot = shop.mintedLot(10, shop.runningCampaign(10, ONE_YUAN_EACH));
        JsonPath minted = new Consumer().claim(lot.code(0));
        JsonPath forged = new Consumer().claim(lot.number() + "000000000000");

        assertEquals("NOT_ACTIVE", minted.getString("verdict"));
        assertEquals(minted.<Map<String, Object>>get(), forged.<Map<String, Object>>get());
        assertEquals("UNKNOWN", asStaffScan(shop, lot.number() + "000000000000"));
        assertEquals("NOT_ACTIVE", asStaffScan(shop, lot.code(0)));
    }

    /** Seen red with a code whose own state counted only when its lot was active. */
    @Test
    void toStaffAMisprintIsVoidWhateverItsLotIs() {
        ShopFixture shop = ShopFixture.fresh("Misprinted");
        TestLot lot = shop.mintedLot(10, "");
        shop.post("/api/v1/lots/" + lot.number() + "/waste", Map.of("serials", List.of(3)));
        JsonPath story = shop.asStaff().get("/api/v1/codes/" + lot.code(3)).jsonPath();
        assertEquals("VOID", story.getString("verdict"));
        assertEquals("MINTED", story.getString("lot.state"));
        assertEquals("VOID", asStaffScan(shop, lot.code(3)));
        assertEquals("NOT_ACTIVE", asStaffScan(shop, lot.code(4)));
        assertEquals("NOT_ACTIVE", new Consumer().claim(lot.code(3)).getString("verdict"), "the public learns nothing");
        shop.post("/api/v1/lots/" + lot.number() + "/activate", Map.of());
        shop.post("/api/v1/lots/" + lot.number() + "/freeze", Map.of());
        story = shop.asStaff().get("/api/v1/codes/" + lot.code(3)).jsonPath();
        assertEquals("VOID", story.getString("verdict"));
        assertEquals("FROZEN", story.getString("lot.state"));
    }

    @Test
    void aFrozenLotPaysNobody() {
        ShopFixture shop = ShopFixture.fresh("Frozen");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, ONE_YUAN_EACH));
        shop.post("/api/v1/lots/" + lot.number() + "/freeze", Map.of());
        assertEquals("FROZEN", new Consumer().claim(lot.code(0)).getString("verdict"));

        shop.post("/api/v1/lots/" + lot.number() + "/unfreeze", Map.of());
        assertNotNull(new Consumer().claim(lot.code(0)).get("reward"));

        shop.post("/api/v1/lots/" + lot.number() + "/void", Map.of());
        assertEquals("VOID", new Consumer().claim(lot.code(1)).getString("verdict"));
        assertEquals(
                409,
                shop.asStaff()
                        .post("/api/v1/lots/" + lot.number() + "/activate")
                        .statusCode());
    }

    @Test
    void anOuterCodeVerifiesAndNeverPays() {
        ShopFixture shop = ShopFixture.fresh("Outer");
        TestLot lot = shop.lot("ITEM_OUTER", 10, shop.runningCampaign(10, ONE_YUAN_EACH));
        shop.post("/api/v1/lots/" + lot.number() + "/activate", Map.of());
        JsonPath answer = new Consumer().claim(lot.code(3));

        assertEquals("GENUINE_FIRST", answer.getString("verdict"));
        assertNull(answer.get("reward"));
    }

    @Test
    void aPoolPaysExactlyWhatItPromised() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Exact");
        String campaign = shop.runningCampaign(1_000, "[{\"kind\":\"CASH\",\"amountMinor\":66,\"count\":100}]");
        TestLot lot = shop.activeLot(1_000, campaign);

        List<JsonPath> answers = Phones.of(50)
                .each(IntStream.range(0, 1_000).boxed().toList(), serial -> new Consumer().claim(lot.code(serial)));

        assertEquals(
                100,
                answers.stream().filter(answer -> answer.get("reward") != null).count());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
        JsonPath shown = shop.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath();
        assertEquals(1_000, shown.getLong("claimed"));
        assertEquals(1_000, shown.getLong("scanned"));
        List<String> draws = shop.asStaff()
                .get("/api/v1/campaigns/" + campaign + "/draws")
                .asString()
                .lines()
                .toList();
        assertEquals(1_001, draws.size());
        assertEquals(
                100, draws.stream().filter(row -> row.contains(",CASH,66,CNY,")).count());
    }

    @Test
    void anEmptyPoolLeavesTheCodeUnclaimed() {
        ShopFixture shop = ShopFixture.fresh("Empty");
        TestLot lot = shop.activeLot(3, shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":5,\"count\":1}]"));
        assertNotNull(new Consumer().claim(lot.code(0)).get("reward"));
        assertNull(new Consumer().claim(lot.code(1)).get("reward"));

        assertEquals(
                1, shop.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath().getLong("claimed"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void fiveHundredPeopleRaceForOneCode() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Race");
        TestLot lot =
                shop.activeLot(1, shop.runningCampaign(100, "[{\"kind\":\"CASH\",\"amountMinor\":88,\"count\":100}]"));

        List<JsonPath> answers = ConcurrentRequests.claims(500, lot.code(0));

        assertEquals(
                1,
                answers.stream().filter(answer -> answer.get("reward") != null).count());
        List<JsonPath> refused =
                answers.stream().filter(answer -> answer.get("reward") == null).toList();
        assertEquals(499, refused.size());
        assertTrue(refused.stream().allMatch(answer -> "GENUINE_REPEAT".equals(answer.getString("verdict"))));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void endingACampaignReturnsTheRestAndRevealsTheSeed() {
        ShopFixture shop = ShopFixture.fresh("End");
        String campaign = shop.runningCampaign(10, ONE_YUAN_EACH);
        TestLot lot = shop.activeLot(10, campaign);
        new Consumer().claim(lot.code(0));
        JsonPath running = shop.asStaff().get("/api/v1/campaigns/" + campaign).jsonPath();
        assertNull(running.get("seed"));

        JsonPath ended = shop.post("/api/v1/campaigns/" + campaign + "/end", Map.of());
        assertEquals("ENDED", ended.getString("state"));
        assertEquals(64, ended.getString("seed").length());
        assertEquals(running.getString("commitment"), ended.getString("commitment"));
        assertNull(new Consumer().claim(lot.code(1)).get("reward"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void theStoryOfACodeIsTold() {
        ShopFixture shop = ShopFixture.fresh("Story");
        TestLot lot = shop.activeLot(10, shop.runningCampaign(10, ONE_YUAN_EACH));
        new Consumer().claim(lot.code(4));
        new Consumer().look(lot.code(4));
        Eventually.isTrue(() -> story(shop, lot.code(4)).getList("scans").size() == 2);

        JsonPath story = story(shop, lot.code(4));
        assertEquals("GENUINE_REPEAT", story.getString("verdict"));
        assertEquals(4, story.getInt("serial"));
        assertEquals(List.of(1, 2), story.getList("scans.nth"));
        assertEquals("CONSUMER", story.getString("claims[0].slot"));
        assertEquals(100, story.getInt("claims[0].reward.amountMinor"));
        assertEquals("UNKNOWN", story(shop, lot.number() + "000000000000").getString("verdict"));
    }

    private static JsonPath story(ShopFixture shop, String code) {
        return shop.asStaff().get("/api/v1/codes/" + code).jsonPath();
    }

    private static String asStaffScan(ShopFixture shop, String code) {
        return shop.post("/api/v1/scans", Map.of("code", code)).getString("verdict");
    }
}
