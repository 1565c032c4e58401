package dev.yima.gateway.ledger.check;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.Proof;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.SmallLimits;
import dev.yima.gateway.TestClock;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Checks by difference: what is sealed is not read again, what was written since is, whoever committed late; and a full
 * check finds what was changed under a seal, the seals included. Its seals are small, so that it takes several.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class SealTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CHECKS = "/api/v1/ledger/checks";
    private static final String BALANCES = "balances-equal-transfers";
    /** Points that a member gives themselves; the pool's balance is moved with it, so that the sums agree. */
    private static final String MADE_UP = """
            WITH a AS (SELECT * FROM account WHERE brand_id = '%1$s' AND kind = 'MEMBER' LIMIT 1),
            t AS (INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner,
                credit_kind, amount, transferred_at)
                SELECT gen_random_uuid(), 'ADJUST', 'POINT', brand_id, brand_id, 'FUNDING', owner, 'MEMBER', 5, now()
                FROM a)
            UPDATE account u SET balance = u.balance + CASE u.kind WHEN 'MEMBER' THEN 5 ELSE -5 END FROM a
            WHERE u.unit = 'POINT' AND (u.owner, u.kind) IN ((a.owner, 'MEMBER'), (a.brand_id, 'FUNDING'))""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Seals seals;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CheckRequests requests;

    @SuppressWarnings("NullAway.Init")
    private ShopFixture shop;

    @SuppressWarnings("NullAway.Init")
    private UUID brand;

    @SuppressWarnings("NullAway.Init")
    private TestLot lot;

    @BeforeEach
    void aBrandWithClaimsUnderASeal() {
        shop = ShopFixture.fresh("Sealed");
        brand = UUID.fromString(shop.asStaff().get("/api/v1/brand").jsonPath().getString("id"));
        lot = shop.activeLot(20, shop.runningCampaign(20, "[{\"kind\":\"POINTS\",\"points\":7,\"count\":20}]"));
        for (int code = 0; code < 3; code++) {
            new Consumer().claim(lot.code(code));
        }
        seal();
        assertEquals(List.of(), broken(shop.ledgerCheck()));
        assertNotNull(shop.ledgerCheck().getString("sealedAt"));
    }

    @AfterEach
    void nothingIsLeftBroken() {
        execute("DELETE FROM ledger_fault");
    }

    @Test
    void claimsAfterASealAreCheckedOnTopOfIt() {
        new Consumer().claim(lot.code(5));
        assertEquals(List.of(), broken(shop.ledgerCheck()));
        seal();
        new Consumer().claim(lot.code(6));
        assertEquals(List.of(), broken(shop.ledgerCheck()));
        assertEquals(List.of(), broken(full()));
        assertEquals(2, rows("SELECT 1 FROM brand_seal WHERE brand_id = '" + brand + "' AND transfers = 1"));
    }

    @Test
    void aForgedRowIsSeenAtOnceAndNoSealHidesIt() {
        execute(MADE_UP.formatted(brand));
        assertEquals(List.of("transfers-refer-to-their-cause"), broken(shop.ledgerCheck()));
        seal();
        assertEquals(List.of("transfers-refer-to-their-cause"), broken(shop.ledgerCheck()));
        assertEquals(List.of("transfers-refer-to-their-cause"), broken(full()));
        assertEquals(List.of("transfers-refer-to-their-cause"), broken(shop.ledgerCheck()));
    }

    @Test
    void whoeverCommitsAfterASealIsNotUnderIt() {
        SqlConnection late = pool.getConnection().await().atMost(PATIENCE);
        try {
            late.query("BEGIN; SELECT txid_current()").execute().await().atMost(PATIENCE);
            new Consumer().claim(lot.code(5));
            seal();
            late.query(MADE_UP.formatted(brand) + "; COMMIT").execute().await().atMost(PATIENCE);
        } finally {
            late.close().await().atMost(PATIENCE);
        }
        assertEquals(List.of("transfers-refer-to-their-cause"), broken(shop.ledgerCheck()));
        new Consumer().claim(lot.code(6));
        seal();
        assertEquals(List.of("transfers-refer-to-their-cause"), broken(shop.ledgerCheck()));
    }

    @Test
    void whatWasChangedUnderASealIsFoundByAFullCheck() {
        List<String> changes = Arrays.asList(
                "UPDATE transfer SET transferred_at = transferred_at - interval '1 day' %s",
                "UPDATE claim SET drawn_line = 7 %s",
                "DELETE FROM transfer %s AND reason = 'AWARD'",
                "DELETE FROM brand_seal %s",
                "UPDATE brand_seal SET chain = digest %s",
                "UPDATE sealed_sum SET total = total + 1 %s AND what = 'FUNDING'");
        Collections.shuffle(changes, new Random(Proof.seed(1)));
        for (String change : changes.subList(0, Proof.size(3, changes.size()))) {
            forged(change.formatted("WHERE brand_id = '" + brand + "'"), () -> {
                assertEquals(List.of(), broken(shop.ledgerCheck()), "it is under the seal: " + change);
                assertTrue(broken(full()).contains(Laws.SEALS), change);
            });
        }
        assertEquals(List.of(), broken(full()), "as it was");
    }

    @Test
    void aBalanceThatWasChangedIsFoundOnceItMovesOrByAFullCheck() {
        String more = "UPDATE account SET balance = balance %s 1 WHERE brand_id = '" + brand + "' AND kind = 'POOL'";
        execute(more.formatted("+"));
        assertEquals(List.of("pool-paid-plus-held-is-funded"), broken(shop.ledgerCheck()));
        new Consumer().claim(lot.code(7));
        assertTrue(broken(shop.ledgerCheck()).contains(BALANCES), "it moved");
        assertTrue(broken(full()).contains(BALANCES));
        execute(more.formatted("-"));
        assertEquals(List.of(), broken(full()), "as it was");

        String both = """
                UPDATE account SET balance = balance + 1 WHERE brand_id = '%1$s' AND kind = 'MEMBER';
                UPDATE sealed_sum SET total = total + 1 WHERE brand_id = '%1$s' AND what = 'MEMBER'""".formatted(brand);
        forged(both, () -> {
            assertEquals(List.of(), broken(shop.ledgerCheck()), "nobody moved");
            assertEquals(Set.of(Laws.SEALS, "accounts-sum-to-zero"), Set.copyOf(broken(full())));
        });
    }

    /** Changes what no trigger lets anybody change, and puts it back. */
    private void forged(String change, Runnable seen) {
        List<String> tables = List.of("transfer", "claim", "account", "brand_seal", "sealed_sum");
        String where = " WHERE brand_id = '" + brand + "'";
        tables.forEach(table -> execute("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table + where));
        asOwner(tables, change);
        execute("DELETE FROM ledger_fault");
        try {
            seen.run();
        } finally {
            for (String table : tables) {
                asOwner(
                        tables,
                        "DELETE FROM " + table + where + "; INSERT INTO " + table + " SELECT * FROM kept_" + table
                                + "; DROP TABLE kept_" + table);
            }
        }
    }

    private void asOwner(List<String> tables, String change) {
        String off = tables.stream()
                .map(table -> "ALTER TABLE " + table + " DISABLE TRIGGER USER; ")
                .collect(joining());
        String sql = off + change + "; " + off.replace("DISABLE", "ENABLE");
        owner.get().withTransaction(tx -> tx.query(sql).execute()).await().atMost(PATIENCE);
    }

    @Test
    void manyWhoAskAtOnceAreAllAnsweredAndWhoeverAsksAgainGetsTheSame() {
        List<ShopFixture> brands = IntStream.range(0, 4)
                .mapToObj(n -> ShopFixture.fresh("Asks " + n))
                .toList();
        List<String> asked = brands.stream().map(SealTest::ask).toList();
        for (int n = 0; n < brands.size(); n++) {
            assertTrue(await(brands.get(n), asked.get(n)).getBoolean("balanced"));
            assertEquals(asked.get(n), ask(brands.get(n)), "with the same key");
        }
        assertEquals(404, shop.asStaff().get(CHECKS + "/" + asked.get(0)).statusCode(), "another brand's");
    }

    private static String ask(ShopFixture brand) {
        return brand.asStaff()
                .header("Idempotency-Key", "once")
                .post(CHECKS)
                .jsonPath()
                .getString("id");
    }

    @Test
    void aDayAfterTheLastSealThereIsAnother() {
        new Consumer().claim(lot.code(8));
        long before = rows("SELECT 1 FROM ledger_seal");
        asOwner(List.of("ledger_seal"), "UPDATE ledger_seal SET sealed_at = sealed_at - interval '1 day'");
        Eventually.isTrue(PATIENCE, () -> rows("SELECT 1 FROM ledger_seal") > before);
        assertEquals(List.of(), broken(shop.ledgerCheck()));
    }

    /** Seen red with replicas that sealed meanwhile: its sums were of other rows than those that the check had read. */
    @Test
    void nobodyElseSealsWhileAFullCheckRunsAndARunThatWasTakenOverLeavesNothing() {
        UUID run = UUID.randomUUID();
        requests.ask(brand, null).await().atMost(PATIENCE);
        Eventually.isTrue(PATIENCE, () -> {
            execute("UPDATE ledger_check SET state = 'WAITING', leased_till = NULL WHERE state = 'RUNNING'");
            return requests.take(run).await().atMost(PATIENCE);
        });
        new Consumer().claim(lot.code(8));
        long before = rows("SELECT 1 FROM ledger_seal");
        seal();
        assertEquals(before, rows("SELECT 1 FROM ledger_seal"));
        // One that was frozen, and goes on when another has taken over.
        UUID next = UUID.randomUUID();
        execute("UPDATE ledger_check SET run_id = '" + next + "' WHERE run_id = '" + run + "'");
        FullCheck check = new FullCheck(pool, seals, requests, new TestClock(), 1);
        try {
            assertThrows(Exception.class, () -> check.run(run).await().atMost(PATIENCE));
            Faults faults = check.run(next).await().atMost(PATIENCE);
            assertEquals(
                    List.of(),
                    faults.all().stream()
                            .filter(of ->
                                    of.law().equals(Laws.SEALS) || of.brand().equals(brand))
                            .toList());
            assertTrue(rows("SELECT 1 FROM ledger_seal") > before);
        } finally {
            requests.fail(next).await().atMost(PATIENCE);
        }
        assertEquals(List.of(), broken(shop.ledgerCheck()));
    }

    private JsonPath full() {
        return await(shop, shop.post(CHECKS, "").getString("id"));
    }

    private static JsonPath await(ShopFixture asker, String id) {
        JsonPath[] last = new JsonPath[1];
        Eventually.isTrue(PATIENCE, () -> {
            last[0] = asker.asStaff().get(CHECKS + "/" + id).jsonPath();
            return last[0].get("endedAt") != null;
        });
        assertEquals("DONE", last[0].getString("state"));
        return last[0];
    }

    /** As the timer does every day. */
    private void seal() {
        new FullCheck(pool, seals, requests, new TestClock(), 1).seal().await().atMost(PATIENCE);
    }

    private static List<String> broken(JsonPath report) {
        return report.getList("laws.findAll { !it.holds }.name");
    }

    private long rows(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE).size();
    }

    private void execute(String sql) {
        owner.get().query(sql).execute().await().atMost(PATIENCE);
    }
}
