package dev.yima.gateway.platform.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The service's role writes rows, and can change neither history nor what guards it. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@SuppressWarnings("NullAway.Init")
class DatabaseRoleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NOT_ALLOWED = "42501";

    @Inject
    Pool pool;

    @Inject
    OwnerPool owner;

    @Test
    void itCannotChangeHistoryOrItsGuards() {
        for (String sql : List.of(
                "UPDATE audit SET action = 'nothing'",
                "DELETE FROM transfer",
                "TRUNCATE claim",
                "DROP TABLE audit",
                "ALTER TABLE audit DISABLE TRIGGER ALL",
                "ALTER TABLE claim DROP CONSTRAINT claim_once",
                "DROP TRIGGER audit_append_only ON audit",
                "DROP FUNCTION refuse_change CASCADE",
                "ALTER FUNCTION refuse_change() RENAME TO accept_change",
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
                        + " AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER late BEFORE INSERT ON audit EXECUTE FUNCTION refuse_change()",
                "CREATE TABLE mine (word text)",
                "CREATE TEMP TABLE payout_event (word text)",
                "CREATE FUNCTION pg_temp.evil() RETURNS oid LANGUAGE sql AS 'SELECT 0::oid'",
                "INSERT INTO payout_transition VALUES ('RETURNED', 'AWARDED')",
                "SET session_replication_role = replica",
                "SET ROLE yima",
                "DELETE FROM flyway_schema_history")) {
            Exception refused = assertThrows(Exception.class, () -> run(sql), sql);
            assertEquals(
                    List.of(NOT_ALLOWED),
                    PgFailures.in(refused).map(PgException::getSqlState).toList(),
                    sql);
        }
    }

    @Test
    void itOwnsNothingAndMayChangeNoTableThatIsAppendOnly() {
        assertEquals(List.of(), texts("SELECT relname::text FROM pg_class WHERE relowner = current_user::regrole"));
        assertEquals(List.of(), texts("SELECT proname::text FROM pg_proc WHERE proowner = current_user::regrole"));
        // That one is locked by checks; its trigger guards its rows.
        assertEquals(List.of("ledger_seal"), texts("""
                SELECT DISTINCT c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE t.tgfoid = 'refuse_change'::regproc AND (has_table_privilege(c.oid, 'TRUNCATE')
                    OR t.tgtype & 16 <> 0 AND has_table_privilege(c.oid, 'UPDATE')
                    OR t.tgtype & 8 <> 0 AND has_table_privilege(c.oid, 'DELETE'))"""));
        assertThrows(Exception.class, () -> run("UPDATE ledger_seal SET number = number"));
    }

    /** Seen red with a function that looked for the catalogue's tables among the temporary ones first. */
    @Test
    void whatRunsAsTheOwnerLooksForNothingOfTheCallers() {
        assertEquals(List.of("summarize_written"), texts("SELECT proname::text FROM pg_proc WHERE prosecdef"));
        assertEquals(List.of("{\"search_path=pg_catalog, pg_temp\"}"), texts("""
                SELECT proconfig::text FROM pg_proc WHERE prosecdef"""));
        run("SELECT summarize_written()");
    }

    @Test
    void itReadsWhichStepsTheTablesHave() {
        assertFalse(texts("SELECT script::text FROM flyway_schema_history WHERE version IS NOT NULL")
                .isEmpty());
    }

    @Test
    void aRoleThatOwnsTheTablesIsNoticed() {
        assertFalse(new DatabaseRole(pool).ownsTables());
        assertTrue(new DatabaseRole(owner.get()).ownsTables());
    }

    private void run(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private List<String> texts(String sql) {
        return StreamSupport.stream(
                        pool.query(sql).execute().await().atMost(PATIENCE).spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }
}
