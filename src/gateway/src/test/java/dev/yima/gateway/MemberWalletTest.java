package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a person is told of points that expire while they look. Seen red with the transaction's snapshot taken out. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class MemberWalletTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String LOOKING = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'WITH live AS%'""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void pointsThatExpireMeanwhileAreNotShownOnceMore() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Meanwhile");
        String campaign = shop.runningCampaign("{\"name\":\"Points\",\"prizes\":["
                + "{\"kind\":\"POINTS\",\"points\":10,\"count\":1,\"validMonths\":1}]}");
        Consumer consumer = new Consumer();
        JsonPath scan = consumer.claim(shop.activeLot(1, campaign).code(0));
        assertEquals(10, consumer.me().getInt("points"));
        String credit = " WHERE id = '" + scan.getString("reward.id") + "'";
        pool.query("UPDATE points_credit SET expires_at = now() - interval '1 day'" + credit)
                .execute()
                .await()
                .atMost(PATIENCE);
        CompletableFuture<Integer> told;
        SqlConnection expiring = pool.getConnection().await().atMost(PATIENCE);
        try {
            run(expiring, "BEGIN; LOCK TABLE points_credit IN ACCESS EXCLUSIVE MODE");
            told = CompletableFuture.supplyAsync(() -> consumer.me().getInt("points"));
            // The balance has been read by then, and what of it is over has not.
            Eventually.isTrue(PATIENCE, () -> looking() == 1);
            run(expiring, "UPDATE points_credit SET state = 'EXPIRED'" + credit);
            run(
                    expiring,
                    "UPDATE account SET balance = 0 WHERE kind = 'MEMBER' AND owner = '" + scan.getString("memberId")
                            + "'");
            run(expiring, "COMMIT");
        } finally {
            expiring.close().await().atMost(PATIENCE);
        }
        assertEquals(0, told.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private long looking() {
        return pool.query(LOOKING)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private static void run(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().atMost(PATIENCE);
    }
}
