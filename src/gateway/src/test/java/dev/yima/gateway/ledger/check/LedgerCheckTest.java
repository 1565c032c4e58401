package dev.yima.gateway.ledger.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A check by difference, while others work on the ledger. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LedgerCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    /** Seen red: under a seal of half a million claims a check waited a quarter of a minute, or was refused. */
    @Test
    void whoeverChecksWaitsForNoSeal() {
        ShopFixture shop = ShopFixture.fresh("Unsealed");
        String points = shop.runningCampaign(1, "[{\"kind\":\"POINTS\",\"points\":5,\"count\":1}]");
        new Consumer().claim(shop.activeLot(1, points).code(0));
        SqlConnection seals = pool.getConnection().await().atMost(PATIENCE);
        try {
            execute(seals, "BEGIN");
            execute(seals, CheckTransaction.SEALING);
            assertTrue(shop.ledgerCheck().getBoolean("balanced"));
        } finally {
            execute(seals, "ROLLBACK");
            seals.close().await().atMost(PATIENCE);
        }
    }

    private static void execute(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().atMost(PATIENCE);
    }
}
