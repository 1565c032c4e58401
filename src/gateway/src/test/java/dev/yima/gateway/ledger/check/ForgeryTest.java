package dev.yima.gateway.ledger.check;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.OwnerPool;
import dev.yima.gateway.Proof;
import dev.yima.gateway.StartOfItsOwn;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.ledger.check.LedgerCheck.Report;
import dev.yima.gateway.platform.db.PgFailures;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Forges one row at a time of every table of money, as the owner of the database could with its triggers switched off:
 * every column is changed, rows are deleted, and made up. A law or a constraint sees each, but for those that are named
 * here with the reason.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(StartOfItsOwn.class)
class ForgeryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SAMPLE = 12;

    /** Tables of money, and what tells one kind of their rows from another. */
    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("transfer", "concat(reason, unit, debit_kind, credit_kind)"),
            Map.entry("account", "concat(kind, unit, balance = 0)"),
            Map.entry("claim", "concat(slot, kind, linked_to IS NULL)"),
            Map.entry("payout", "state"),
            Map.entry("coupon", "concat(state, store_fee > 0, kept_back)"),
            Map.entry("gift", "state"),
            Map.entry("locked_packet", "state"),
            Map.entry("points_credit", "concat(state, campaign_id IS NULL)"),
            Map.entry("points_adjustment", "concat(state, claim_id IS NULL, points > 0, valid_months > 0)"),
            Map.entry("pool_counter", "closed"),
            Map.entry("pool_line", "concat(kind, slot)"),
            Map.entry("withheld_reward", "slot"));

    private static final String SEALED_IN_THE_FUTURE = """
            WITH seal AS (
                INSERT INTO ledger_seal (number, until_txid, transfer_mib, sealed_at)
                VALUES (1, txid_snapshot_xmax(txid_current_snapshot()) + 1000000, 0, now()) RETURNING number)
            INSERT INTO brand_seal (brand_id, number, claims, transfers, digest, chain)
            SELECT '%s', number, 0, 0, sha256(''), sha256('') FROM seal""";

    /** What no law sees, by table, kind of row and column, and why. */
    private static final Map<Pattern, String> UNSEEN = Map.ofEntries(
            unseen("account\\[.*t] made up", "an account that never moved and holds nothing"),
            unseen("account\\[MEMBERPOINTt].*", "an account that was locked, never moved, and holds nothing"),
            unseen("claim\\[.*]\\.drawn_line", "whoever recomputes the draw sees it"),
            unseen("claim\\[.*]\\.serial", "another code of the lot: its digest, and its scan"),
            unseen("coupon\\[.*]\\.(code|price|expires_at)", "what its winner was told; no money of ours"),
            unseen("coupon\\[REDEEMED.*]\\.redeemed_(member|with)", "who of the store did it; the store is paid"),
            unseen("coupon\\[REDEEMED.*SAME_PERSON]\\.redeemed_by", "a store that was paid nothing"),
            unseen("gift\\[.*]\\.(sealed_address|addressed_at|shipped_at|tracking)", "where it goes is no money"),
            unseen("locked_packet\\[.*]\\.expires_at", "opened or returned, later or sooner"),
            unseen(
                    "payout\\[.*]\\.(provider|payee_account|bill_no|bill_body|number_retired|attempts|failure)",
                    "between us and the provider: the reconciliation with its statement"),
            unseen("payout\\[.*]\\.(due_at|created_at|returns_at)", "when it is tried or goes back"),
            unseen("payout\\[.*]\\.(payee_retries|unwritten)", "how often it was tried"),
            unseen("payout\\[AWARDED]\\.settled_at", "of what is not settled"),
            unseen("points_adjustment\\[WAITING.*", "nothing is booked; whoever approves it sees it"),
            unseen("points_adjustment\\[.*]\\.(made_at|decided_at|reason|request_key)", "no points"),
            unseen("points_adjustment\\[DONEf.*]\\.id", "what takes an award back is known by the award"),
            unseen("points_adjustment\\[.*]\\.valid_months", "some months more; its credit has the day"),
            unseen("points_credit\\[.*]\\.(available_at|expires_at)", "sooner, or expired later or sooner"),
            unseen("points_credit\\[.*]\\.remaining", "which points were used first; how many is seen"),
            unseen("pool_counter\\[.*]\\.claims", "the rules that the commitment binds have it"),
            unseen("pool_counter\\[.*]\\.(won|hour_since|hour_cash|day_since|day_cash)", "paces a draw by odds"),
            unseen("pool_line\\[.*]\\.title", "the rules that the commitment binds have it"),
            unseen("pool_line\\[(POINTS|GIFT|PIECE|THANKS|CASH).*]\\.currency", "of a line without money, or fees"),
            unseen("pool_line\\[(CASH|COUPON|GIFT|PIECE|THANKS).*]\\.(pending_days|valid_months)", "terms of points"),
            unseen("pool_line\\[POINTS.*]\\.(pending_days|valid_months)", "each credit has its own"),
            unseen("transfer\\[.*]\\.transferred_at", "where no other row has its time: the digest of its seal"),
            unseen("withheld_reward\\[.*", "why a slot was not paid; that it was not is seen"));

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    OwnerPool owner;

    @Inject
    @SuppressWarnings("NullAway.Init")
    LedgerCheck check;

    /**
     * A forgery.
     *
     * @param name what is forged, by table, kind of row and column
     * @param sql how
     */
    private record Forgery(String name, String sql) {}

    @Test
    void everyForgeryIsSeenButThoseThatAreNamed() {
        MoneyStory story = new MoneyStory(pool).play();
        assertEquals(List.of(), broken(story, "SELECT 1"), "before anything is forged");
        assertTrue(
                broken(story, SEALED_IN_THE_FUTURE.formatted(story.brand()))
                        .contains("rows-are-of-transactions-that-were"),
                "a dump was restored, and the epoch of the new cluster forgotten");
        List<Forgery> forgeries = new ArrayList<>();
        TABLES.forEach((table, kinds) -> forgeries.addAll(forgeries(story, table, kinds)));
        Collections.shuffle(forgeries, new Random(Proof.seed(20261130)));
        Set<String> unseen = new TreeSet<>();
        int tried = Proof.size(SAMPLE, forgeries.size());
        for (Forgery forgery : forgeries.subList(0, tried)) {
            boolean isNamed = UNSEEN.keySet().stream()
                    .anyMatch(name -> name.matcher(forgery.name).matches());
            if (!isNamed && broken(story, forgery.sql).isEmpty()) {
                unseen.add(forgery.name + ": " + forgery.sql);
            }
        }
        assertEquals("", String.join("\n", unseen), "forged, and nobody saw it");
        List<Pattern> stale = UNSEEN.keySet().stream()
                .filter(name -> forgeries.stream()
                        .noneMatch(forgery -> name.matcher(forgery.name).matches()))
                .toList();
        assertEquals(List.of(), stale, "nothing of that kind is forged");
    }

    /** The laws that a forgery breaks, or what refuses it; nothing of it stays. */
    private List<String> broken(MoneyStory story, String forgery) {
        String asOwner = TABLES.keySet().stream()
                .map(table -> "ALTER TABLE " + table + " DISABLE TRIGGER USER")
                .collect(joining("; ", "BEGIN; ", ""));
        return owner.get()
                .withConnection(connection -> connection
                        .query(asOwner)
                        .execute()
                        .flatMap(off -> connection.query(forgery).execute())
                        .flatMap(forged -> forged.rowCount() == 0
                                ? Uni.createFrom().item(List.of("nothing to forge: the value is there already"))
                                : check.check(connection, story.brand()).map(ForgeryTest::brokenLaws))
                        .onFailure(ForgeryTest::isRefusal)
                        .recoverWithItem(List.of("refused"))
                        .call(found -> connection.query("ROLLBACK").execute()))
                .await()
                .atMost(PATIENCE);
    }

    private static List<String> brokenLaws(Report report) {
        return report.results().stream()
                .filter(result -> !result.holds())
                .map(Laws.Result::name)
                .toList();
    }

    private static Map.Entry<Pattern, String> unseen(String name, String reason) {
        return Map.entry(Pattern.compile(name), reason);
    }

    private static boolean isRefusal(Throwable failure) {
        return PgFailures.in(failure)
                .anyMatch(
                        refused -> Objects.requireNonNull(refused.getSqlState()).startsWith("23"));
    }

    private List<Forgery> forgeries(MoneyStory story, String table, String kinds) {
        List<Column> columns = columns(table);
        List<Forgery> forgeries = new ArrayList<>();
        for (Row row : rows("SELECT DISTINCT ON (%1$s) ctid::text AS at, %1$s AS kind FROM %2$s WHERE brand_id = '%3$s'"
                .formatted(kinds, table, story.brand()))) {
            String kind = table + "[" + row.getValue("kind") + "]";
            String at = "ctid = '" + row.getString("at") + "'";
            for (Column column : columns) {
                column.forged()
                        .forEach(value -> forgeries.add(new Forgery(
                                kind + "." + column.name,
                                "UPDATE %1$s SET %2$s = %3$s WHERE %4$s AND %2$s IS DISTINCT FROM %3$s"
                                        .formatted(table, column.name, value, at))));
            }
            forgeries.add(new Forgery(kind + " deleted", "DELETE FROM " + table + " WHERE " + at));
            String names = columns.stream().map(Column::name).collect(joining(", "));
            String values = columns.stream().map(Column::copied).collect(joining(", "));
            forgeries.add(new Forgery(
                    kind + " made up",
                    "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s".formatted(table, names, values, table, at)));
        }
        return forgeries;
    }

    /**
     * A column that can be forged.
     *
     * @param table its table
     * @param name its name
     * @param type its type
     * @param nullable whether it may be NULL
     * @param key whether it is part of a key, or unique
     */
    private record Column(String table, String name, String type, boolean nullable, boolean key) {
        /** Other values than the one that is there. */
        List<String> forged() {
            List<String> values = new ArrayList<>();
            values.add(
                    switch (type) {
                        case "uuid" -> "'aaaaaaaa-0000-4000-8000-aaaaaaaaaaaa'";
                        case "int4", "int8" -> "coalesce(" + name + ", 0) + 1";
                        case "bool" -> "NOT " + name;
                        case "timestamptz" -> "coalesce(" + name + ", now()) + interval '1 day'";
                        case "text" -> key ? name + " || 'x'" : another("coalesce(" + name + ", '') || 'x'");
                        case "bytea" -> "'\\x00'::bytea";
                        case "_int4" -> "'{1}'";
                        default -> another(name); // an enum
                    });
            if (nullable) {
                values.add("NULL");
            }
            return values;
        }

        /** A value of the same column that is there in another row. */
        private String another(String otherwise) {
            return "coalesce((SELECT o.%s FROM %s o WHERE o.%s <> %s.%s LIMIT 1), %s)"
                    .formatted(name, table, name, table, name, otherwise);
        }

        /** The value in a copy of a row, which needs keys of its own. */
        String copied() {
            if (!key || name.equals("brand_id")) {
                return name;
            }
            return switch (type) {
                case "uuid" -> "gen_random_uuid()";
                case "int4", "int8" -> name + " + 1";
                case "text" -> name.equals("reason") || name.equals("unit") ? name : name + " || 'x'";
                default -> name;
            };
        }
    }

    private List<Column> columns(String table) {
        return rows("""
                SELECT a.attname AS name, t.typname AS type, NOT a.attnotnull AS nullable, EXISTS (
                    SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique
                        AND a.attnum = ANY (i.indkey)) AS key
                FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND a.attgenerated = '' AND a.attname <> 'written_in'
                ORDER BY a.attnum""".formatted(table)).stream()
                .map(row -> new Column(
                        table,
                        row.getString("name"),
                        row.getString("type"),
                        row.getBoolean("nullable"),
                        row.getBoolean("key")))
                .toList();
    }

    private List<Row> rows(String sql) {
        return StreamSupport.stream(
                        pool.query(sql).execute().await().atMost(PATIENCE).spliterator(), false)
                .toList();
    }
}
