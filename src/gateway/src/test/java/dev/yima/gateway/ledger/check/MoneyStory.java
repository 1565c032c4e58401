package dev.yima.gateway.ledger.check;

import dev.yima.gateway.CampaignFixture;
import dev.yima.gateway.CampaignFixture.Goods;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A small history in which value of every kind moves for every reason, made as staff and people make it. */
final class MoneyStory {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Pool pool;
    private final CampaignFixture market;
    private final ShopFixture shop;
    private final UUID brand;

    MoneyStory(Pool pool) {
        this.pool = pool;
        this.market = CampaignFixture.fresh("Every kind of money");
        this.shop = market.shop();
        this.brand =
                UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
    }

    UUID brand() {
        return brand;
    }

    ShopFixture shop() {
        return shop;
    }

    /** Plays it. */
    MoneyStory play() {
        cash();
        packets();
        coupons();
        gifts();
        points();
        commissions();
        Eventually.isTrue(PATIENCE, () -> 0L == (Long) value("""
                SELECT count(*) FROM payout WHERE brand_id = '%s' AND state NOT IN ('PAID', 'RETURNED')
                    AND due_at < now() + interval '1 day'""".formatted(brand)));
        return this;
    }

    private void cash() {
        TestLot lot = lot(4, campaign("""
                {"kind":"CASH","amountMinor":188,"count":4}"""));
        String paid = won(new Consumer(), lot, 0);
        Eventually.isTrue(PATIENCE, () -> "PAID".equals(state("payout", "claim_id", paid)));
        String unpaid = won(new Consumer(), lot, 1);
        later("payout", "due_at = due_at + interval '1 year'", "claim_id", unpaid);
        String campaign = campaign("""
                {"kind":"CASH","amountMinor":30,"count":3},{"kind":"POINTS","points":3,"count":3}""");
        won(new Consumer(), lot(6, campaign), 0);
        shop.post("/api/v1/campaigns/" + campaign + "/end", Map.of());
    }

    private void packets() {
        TestLot lot = lot(4, campaign("""
                {"kind":"CASH","amountMinor":88,"count":4,"lockedDays":7}"""));
        Consumer opens = new Consumer();
        won(opens, lot, 0);
        won(opens, lot, 1);
        String forgotten = won(new Consumer(), lot, 2);
        later("locked_packet", "expires_at = expires_at - interval '8 days'", "claim_id", forgotten);
        Eventually.isTrue(PATIENCE, () -> "RETURNED".equals(state("locked_packet", "claim_id", forgotten)));
    }

    private void coupons() {
        String store = market.store("Corner", market.dealer("Anywhere"));
        Consumer boss = market.worker(store, "STORE");
        TestLot lot = lot(5, campaign("""
                {"kind":"COUPON","title":"One more","validDays":30,"priceMinor":100,"storeFeeMinor":50,"count":5}"""));
        for (Consumer winner : List.of(new Consumer(), boss)) {
            String code = winner.claim(lot.code(winner == boss ? 1 : 0)).getString("reward.couponCode");
            CampaignFixture.ok(boss.post("/api/v1/partner/coupons/" + code + "/redeem", Map.of()));
        }
        String over = won(new Consumer(), lot, 2);
        later("coupon", "expires_at = expires_at - interval '31 days'", "claim_id", over);
        Eventually.isTrue(PATIENCE, () -> "EXPIRED".equals(state("coupon", "claim_id", over)));
        won(new Consumer(), lot, 3);
        won(new Consumer(), lot(1, campaign("""
                {"kind":"COUPON","title":"No fee","validDays":30,"count":1}""")), 0);
    }

    private void gifts() {
        TestLot lot = lot(2, campaign("""
                {"kind":"GIFT","title":"Bicycle","count":2}"""));
        Consumer winner = new Consumer();
        String sent = won(winner, lot, 0);
        winner.post(
                "/api/v1/me/gifts/" + sent + "/address",
                Map.of("name", "Li Lei", "phone", "138 0013 8000", "address", "1 Renmin Road"));
        shop.post("/api/v1/gifts/" + sent + "/ship", Map.of("tracking", "SF1"));
        won(new Consumer(), lot, 1);
    }

    private void points() {
        TestLot lot = lot(6, campaign("""
                {"kind":"POINTS","points":10,"count":6,"pendingDays":1,"validMonths":1}"""));
        Consumer waits = new Consumer();
        won(waits, lot, 0);
        Consumer counts = new Consumer();
        String released = won(counts, lot, 1);
        later("points_credit", "available_at = available_at - interval '2 days'", "id", released);
        Eventually.isTrue(PATIENCE, () -> "AVAILABLE".equals(state("points_credit", "id", released)));
        Consumer forgets = new Consumer();
        String expired = won(forgets, lot, 2);
        later(
                "points_credit",
                "available_at = available_at - interval '2 days', expires_at = expires_at - interval '70 days'",
                "id",
                expired);
        Eventually.isTrue(PATIENCE, () -> "EXPIRED".equals(state("points_credit", "id", expired)));
        JsonPath taken = waits.claim(lot.code(3));
        adjust(Map.of(
                "memberId",
                taken.getString("memberId"),
                "rewardId",
                taken.getString("reward.id"),
                "reason",
                "Returned the goods"));
        String member = counts.me().getString("memberId");
        adjust(Map.of("memberId", member, "points", 7, "reason", "Kind", "validMonths", 2));
        adjust(Map.of("memberId", member, "points", 5, "reason", "Kind"));
        adjust(Map.of("memberId", member, "points", -4, "reason", "Not kind"));
        shop.asStaff().body(Map.of("adjustmentLimit", 0)).patch("/api/v1/brand");
        adjust(Map.of("memberId", member, "points", 9, "reason", "Waits"));
        TestLot plain = lot(2, campaign("""
                {"kind":"POINTS","points":20,"count":2}"""));
        won(counts, plain, 0);
    }

    /** A scan that pays four, and one whose store drinks itself. */
    private void commissions() {
        String dealer = market.dealer("Dealer");
        String store = market.store("Restaurant", dealer);
        Goods goods = market.goods(1, 4, shop.runningCampaign("""
                {"name":"Commissions","claims":4,"prizes":[{"kind":"CASH","amountMinor":30,"count":4}],
                "slots":[{"slot":"STORE","kind":"CASH","amountMinor":10},
                {"slot":"GUIDE","kind":"POINTS","points":3}]}"""));
        Consumer boss = market.worker(store, "STORE");
        Consumer waiter = market.worker(store, "GUIDE");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        new Consumer().claim(goods.cap(0, 0));
        boss.claim(goods.cap(0, 1));
        new Consumer().claim(goods.cap(0, 2));
        CampaignFixture.ok(waiter.post("/api/v1/partner/claims", Map.of("code", goods.cap(0, 2))));
    }

    private void adjust(Map<String, Object> adjustment) {
        shop.post("/api/v1/point-adjustments", adjustment);
    }

    private String campaign(String prizes) {
        return shop.runningCampaign("{\"name\":\"Story\",\"prizes\":[" + prizes + "]}");
    }

    private TestLot lot(int size, String campaign) {
        return shop.activeLot(size, campaign);
    }

    private static String won(Consumer consumer, TestLot lot, int code) {
        return consumer.claim(lot.code(code)).getString("reward.id");
    }

    private void later(String table, String change, String key, String id) {
        pool.query("UPDATE " + table + " SET " + change + " WHERE " + key + " = '" + id + "'")
                .execute()
                .await()
                .atMost(PATIENCE);
    }

    private String state(String table, String key, String id) {
        return String.valueOf(value("SELECT state FROM " + table + " WHERE " + key + " = '" + id + "'"));
    }

    private Object value(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getValue(0);
    }
}
