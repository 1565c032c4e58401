package dev.yima.gateway.ledger.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

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

    /** Seen red: what a worker takes at once was looked for among those that wait, and was not there. */
    @Test
    void whatIsTakenAtOnceIsToldAllTheSame() {
        ShopFixture shop = ShopFixture.fresh("Taken");
        String brand = shop.asStaff().get("/api/v1/brand").jsonPath().getString("id");
        asOwner("""
                CREATE FUNCTION taken_at_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    NEW.state := 'RUNNING'; NEW.run_id := gen_random_uuid(); NEW.leased_till := now(); RETURN NEW;
                END $$;
                CREATE TRIGGER taken_at_once BEFORE INSERT ON ledger_check FOR EACH ROW
                    WHEN (NEW.brand_id = '%s') EXECUTE FUNCTION taken_at_once()""".formatted(brand));
        try {
            Response asked = shop.asStaff().post("/api/v1/ledger/checks");
            assertEquals(202, asked.statusCode(), asked.asString());
            assertNotNull(asked.jsonPath().getString("id"));
        } finally {
            asOwner("DROP TRIGGER taken_at_once ON ledger_check; DROP FUNCTION taken_at_once()");
        }
    }

    private void asOwner(String sql) {
        owner.get().query(sql).execute().await().atMost(PATIENCE);
    }

    private static void execute(SqlConnection connection, String sql) {
        connection.query(sql).execute().await().atMost(PATIENCE);
    }
}
