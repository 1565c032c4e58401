package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.payout.InMemoryProvider;
import dev.yima.gateway.supply.commission.PartnerEarnings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Brands with other money and other clocks than China's, beside each other in one deployment. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(StartOfItsOwn.class)
class CountriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CASH = "[{\"kind\":\"CASH\",\"amountMinor\":1500,\"count\":9}]";
    private static final String YEAR = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

    private static final String COUPON = """
            [{"kind":"COUPON","title":"One more","validDays":9,"storeFeeMinor":50,"count":1}]""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PartnerEarnings earnings;

    @ParameterizedTest
    @CsvSource({
        "CNY, Asia/Shanghai, ¥15.00, ¥15.00, 15.00, GMT+8",
        "JPY, Asia/Tokyo, '¥1,500', 'JP¥1,500', 1500, GMT+9",
        "EUR, Europe/Berlin, €15.00, €15.00, 15.00, GMT+",
        "KWD, Asia/Kuwait, KWD\u00a01.500, KWD\u00a01.500, 1.500, GMT+3"
    })
    void aBrandHasItsOwnMoneyAndClock(
            String currency, String zone, String english, String chinese, String decimal, String offset) {
        ShopFixture shop = ShopFixture.abroad(currency, zone);
        JsonPath view = shop.asStaff().get("/api/v1/brand").jsonPath();
        assertEquals(currency, view.getString("currency"));
        assertEquals(zone, view.getString("timeZone"));
        String campaign = shop.runningCampaign(Map.of(
                "name", "Abroad", "prizes", prizes(), "limits", Map.of("perPersonDay", 2, "cashPerDayMinor", 9000)));
        JsonPath terms = shop.asStaff().get("/api/v1/campaigns/" + campaign).jsonPath();
        assertEquals(currency, terms.getString("currency"));
        assertEquals(zone, terms.getString("zone"));
        TestLot lot = shop.activeLot(3, campaign);
        Consumer winner = new Consumer();
        JsonPath reward = winner.claim(lot.code(0));
        assertEquals(currency, reward.getString("reward.currency"));
        assertEquals(1500, reward.getLong("reward.amountMinor"));

        String rules = shop.asStaff()
                .accept("application/json")
                .get("/c/" + campaign)
                .jsonPath()
                .getString("rules");
        assertTrue(rules.contains("currency " + currency + "\n") && rules.contains("zone " + zone + "\n"), rules);
        for (String path : List.of("/c/" + campaign, "/" + lot.code(0))) {
            String page = winner.page(path, "en").asString();
            assertTrue(page.contains(english), page);
            String other = winner.page(path, "zh").asString();
            assertTrue(other.contains(chinese), other);
        }
        assertTrue(winner.page("/c/" + campaign, "en").asString().contains("(" + zone + ")"));
        assertTrue(winner.page("/c/" + campaign, "zh").asString().contains(zone));
        assertTrue(new Consumer().page("/" + lot.code(0), "en").asString().contains(offset), "whose time it is");

        String csv = shop.asStaff()
                .accept("text/csv")
                .get("/api/v1/ledger/transfers?" + YEAR)
                .asString();
        assertTrue(csv.lines().anyMatch(row -> row.contains(",AWARD," + currency) && row.endsWith("," + decimal)), csv);
        assertEquals(
                LocalDate.ofInstant(TestClock.now(), ZoneId.of(zone)),
                row("SELECT day FROM published_day WHERE brand_id = '" + view.getString("id") + "'")
                        .getLocalDate("day"));
        Eventually.isTrue(
                PATIENCE, () -> "PAID".equals(winner.claim(lot.code(0)).getString("reward.state")));
        assertEquals(
                0,
                row("SELECT count(*) AS wrong FROM payout_day d JOIN brand b ON b.id = d.brand_id"
                                + " WHERE day <> (now() AT TIME ZONE b.time_zone)::date AND b.id = '"
                                + view.getString("id") + "'")
                        .getLong("wrong"));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void aDayEndsAtTheBrandsMidnight() {
        ShopFixture tokyo = ShopFixture.abroad("JPY", "Asia/Tokyo");
        ShopFixture shanghai = ShopFixture.abroad("CNY", "Asia/Shanghai");
        forwardTo(LocalTime.of(23, 30), ZoneId.of("Asia/Tokyo"));
        TestLot there = tokyo.activeLot(3, oneADay(tokyo));
        TestLot here = shanghai.activeLot(3, oneADay(shanghai));
        Consumer consumer = new Consumer();
        assertTrue(won(consumer.claim(there.code(0))));
        assertTrue(won(consumer.claim(here.code(0))));
        assertEquals("DAY_LIMIT", consumer.claim(there.code(1)).getString("refusal"));

        TestClock.forward(Duration.ofHours(1));

        assertTrue(won(consumer.claim(there.code(1))), "a new day in Tokyo");
        assertEquals("DAY_LIMIT", consumer.claim(here.code(1)).getString("refusal"), "half past eleven in Shanghai");
    }

    @Test
    void aDayOfTwentyFiveHoursIsOneDay() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        ShopFixture shop = ShopFixture.abroad("EUR", berlin.getId());
        Instant change = endOfSummerTime(berlin);
        String limited = oneADay(shop);
        String nightly = shop.runningCampaign(
                Map.of("name", "Two to three", "prizes", prizes(), "hours", Map.of("from", "02:00", "to", "03:00")));
        TestLot day = shop.activeLot(9, limited);
        TestLot night = shop.activeLot(9, nightly);
        Consumer consumer = new Consumer();

        forwardTo(change.minus(Duration.ofMinutes(150)));
        assertTrue(won(consumer.claim(day.code(0))), "at half past midnight");
        forwardTo(change.minus(Duration.ofMinutes(30)));
        assertTrue(won(consumer.claim(night.code(0))), "at half past two, of summer time");
        assertTrue(new Consumer().page("/" + night.code(0), "en").asString().contains("02:30 GMT+2"));
        forwardTo(change.plus(Duration.ofMinutes(30)));
        assertTrue(won(consumer.claim(night.code(1))), "at half past two once more");
        assertTrue(new Consumer().page("/" + night.code(1), "en").asString().contains("02:30 GMT+1"));
        assertTrue(new Consumer().page("/" + night.code(1), "zh").asString().contains("02:30 GMT+1"));
        forwardTo(change.plus(Duration.ofMinutes(90)));
        assertFalse(won(consumer.claim(night.code(2))), "at half past three");
        forwardTo(change.plus(Duration.ofMinutes(21 * 60 + 30)));
        assertEquals(
                "DAY_LIMIT",
                consumer.claim(day.code(1)).getString("refusal"),
                "24 hours later it is half past eleven of the same day");
        TestClock.forward(Duration.ofHours(1));
        assertTrue(won(consumer.claim(day.code(1))));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"));
    }

    @Test
    void whatSomebodyEarnedTodayIsOfTheBrandsDay() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Instant midnight = BookDay.start(TestClock.dayOf(tokyo, PATIENCE).plusDays(1), tokyo)
                .toInstant();
        CampaignFixture market = new CampaignFixture(ShopFixture.abroad("JPY", tokyo.getId()));
        String store = market.store("Konbini", market.dealer("Anywhere"));
        Consumer boss = market.worker(store, "STORE");
        String coupon = new Consumer()
                .claim(market.shop()
                        .activeLot(1, market.shop().runningCampaign(1, COUPON))
                        .code(0))
                .getString("reward.couponCode");
        CampaignFixture.ok(boss.post("/api/v1/partner/coupons/" + coupon + "/redeem", Map.of()));
        UUID member = UUID.fromString(market.shop()
                .asStaff()
                .get("/api/v1/partners/" + store + "/people")
                .jsonPath()
                .getString("[0].memberId"));

        assertEquals(1, earnedOn(member, midnight.minusSeconds(1), tokyo));
        assertEquals(0, earnedOn(member, midnight.plusSeconds(1), tokyo));
    }

    private int earnedOn(UUID member, Instant day, ZoneId zone) {
        return earnings.of(member, day, zone).await().atMost(PATIENCE).today().size();
    }

    @Test
    void statementsAndTaxGoByTheBrandsCalendar() {
        ShopFixture shop = ShopFixture.abroad("JPY", "Asia/Tokyo");
        TestLot lot = shop.activeLot(3, shop.runningCampaign(3, CASH.replace("9", "3")));
        String member = new Consumer().claim(lot.code(0)).getString("memberId");
        String id = shop.asStaff().get("/api/v1/brand").jsonPath().getString("id");
        query("""
                INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                    credit_kind, amount, transferred_at)
                SELECT gen_random_uuid(), 'PAY', 'JPY', id, gen_random_uuid(), 'MEMBER', id, 'PAID_OUT', 1500, paid
                FROM brand, unnest(ARRAY['2023-12-31T14:59:59Z', '2023-12-31T15:00:00Z', '2024-01-31T14:59:59Z',
                    '2024-01-31T15:00:00Z', '2024-12-31T14:59:59Z', '2024-12-31T15:00:00Z']::timestamptz[]) AS paid
                WHERE id = '%s' RETURNING 1""".formatted(id));
        String tax = shop.asStaff()
                .accept("text/csv")
                .get("/api/v1/ledger/tax?year=2024")
                .asString();
        assertEquals(
                List.of("2024-01", "2024-01", "2024-02", "2024-12"),
                tax.lines()
                        .filter(line -> line.endsWith(",JPY,1,1500,1500"))
                        .map(line -> line.split(",", -1)[1])
                        .sorted()
                        .toList());

        shop.post(
                "/api/v1/point-adjustments",
                Map.of("memberId", member, "points", 10, "validMonths", 1, "reason", "Sorry"));
        assertEquals(
                LocalTime.MIDNIGHT,
                row("SELECT (expires_at AT TIME ZONE 'Asia/Tokyo')::time AS ends FROM points_credit WHERE brand_id = '"
                                + id + "'")
                        .getLocalTime("ends"));

        ZonedDateTime now = TestClock.now().atZone(ZoneId.of("Asia/Tokyo"));
        JsonPath report = shop.post("/api/v1/reconciliations/" + now.toLocalDate(), "");
        assertEquals(now.toLocalDate().toString(), report.getString("day"));
    }

    /** PostgreSQL takes this name for a fixed offset, and has other rules for some that it knows as zones. */
    @Test
    void monthsAreThoseOfTheServiceNotOfTheDatabase() {
        ShopFixture shop = ShopFixture.abroad("EUR", "CET");
        String id = shop.asStaff().get("/api/v1/brand").jsonPath().getString("id");
        query("""
                INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                    credit_kind, amount, transferred_at)
                SELECT gen_random_uuid(), 'PAY', 'EUR', id, gen_random_uuid(), 'MEMBER', id, 'PAID_OUT', 1500, paid
                FROM brand, unnest(ARRAY['2024-06-30T21:59:59Z', '2024-06-30T22:00:00Z']::timestamptz[]) AS paid
                WHERE id = '%s' RETURNING 1""".formatted(id));
        String tax = shop.asStaff()
                .accept("text/csv")
                .get("/api/v1/ledger/tax?year=2024")
                .asString();
        assertEquals(
                List.of("2024-06", "2024-07"),
                tax.lines().skip(1).map(line -> line.split(",", -1)[1]).sorted().toList(),
                tax);
    }

    @Test
    void moneyAndClockStayOnceSomethingWasPromised() {
        ShopFixture shop = ShopFixture.abroad("CNY", "Asia/Shanghai");
        String draft = shop.post("/api/v1/campaigns", Map.of("name", "Draft", "prizes", prizes()))
                .getString("id");
        CampaignFixture.ok(change(shop, Map.of("currency", "JPY", "timeZone", "Asia/Tokyo")));
        Response stale = shop.asStaff().post("/api/v1/campaigns/" + draft + "/publish");
        assertEquals(409, stale.statusCode(), "1500 fen are not 1500 yen");
        assertTrue(stale.asString().contains("the draft has amounts in CNY"), stale.asString());
        CampaignFixture.ok(
                shop.asStaff().body(Map.of("name", "Draft", "prizes", prizes())).put("/api/v1/campaigns/" + draft));
        shop.post("/api/v1/campaigns/" + draft + "/publish", Map.of());

        assertEquals(409, change(shop, Map.of("currency", "CNY")).statusCode());
        assertEquals(409, change(shop, Map.of("timeZone", "Europe/Berlin")).statusCode());
        CampaignFixture.ok(change(shop, Map.of("currency", "JPY", "timeZone", "Asia/Tokyo", "name", "Same")));
        String clerk = shop.post("/api/v1/keys", Map.of("role", "STAFF", "name", "Clerk"))
                .getString("key");
        assertEquals(
                403, change(new ShopFixture(clerk), Map.of("currency", "JPY")).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "currency, jpy",
        "currency, XAU",
        "currency, XXX",
        "currency, CLF",
        "currency, ''",
        "timeZone, Tokyo",
        "timeZone, +08:00",
        "timeZone, SystemV/PST8",
        "timeZone, ''"
    })
    void whatIsNoMoneyOrNoZoneIsRefused(String field, String value) {
        Response answer = ShopFixture.first()
                .asStaff()
                .body(Map.of("name", "Nowhere", field, value))
                .post("/api/v1/brands");
        assertEquals(400, answer.statusCode(), answer.asString());
        assertTrue(answer.asString().contains(field), answer.asString());
    }

    @Test
    void cashThatNobodyPaysIsNotPromised() {
        ShopFixture shop = ShopFixture.abroad("JPY", "Asia/Tokyo");
        String id = shop.asStaff().get("/api/v1/brand").jsonPath().getString("id");
        query("INSERT INTO payout_provider VALUES ('" + id + "', '" + InMemoryProvider.ID + "') RETURNING 1");
        String draft = shop.post("/api/v1/campaigns", Map.of("name", "Cash", "prizes", prizes()))
                .getString("id");
        Response refused = shop.asStaff().post("/api/v1/campaigns/" + draft + "/publish");
        assertEquals(409, refused.statusCode());
        assertTrue(refused.asString().contains("currency-not-paid"), refused.asString());
        shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":5,\"count\":1}]");
    }

    private static Response change(ShopFixture shop, Map<String, String> fields) {
        return shop.asStaff().body(fields).patch("/api/v1/brand");
    }

    private static List<Map<String, Object>> prizes() {
        return List.of(Map.of("kind", "CASH", "amountMinor", 1500, "count", 9));
    }

    private static String oneADay(ShopFixture shop) {
        Map<String, Object> campaign = new HashMap<>();
        campaign.put("name", "One a day");
        campaign.put("prizes", prizes());
        campaign.put("limits", Map.of("perPersonDay", 1));
        return shop.runningCampaign(campaign);
    }

    private static boolean won(JsonPath scan) {
        return scan.get("reward") != null;
    }

    private static void forwardTo(LocalTime time, ZoneId zone) {
        ZonedDateTime now = TestClock.now().atZone(zone);
        ZonedDateTime today = now.with(time);
        forwardTo((today.isAfter(now) ? today : today.plusDays(1)).toInstant());
    }

    private static void forwardTo(Instant moment) {
        TestClock.forward(Duration.between(TestClock.now(), moment));
    }

    private static Instant endOfSummerTime(ZoneId zone) {
        var next = zone.getRules().nextTransition(TestClock.now().plus(Duration.ofDays(1)));
        return next.isOverlap()
                ? next.getInstant()
                : zone.getRules().nextTransition(next.getInstant()).getInstant();
    }

    private Row row(String sql) {
        return query(sql).iterator().next();
    }

    private RowSet<Row> query(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
