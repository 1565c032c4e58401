package dev.yima.gateway.ledger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Writes transfers, in the caller's transaction. */
@ApplicationScoped
public class Ledger {
    private static final String INSERT = """
            INSERT INTO transfer (reference, reason, unit, brand_id, debit_owner, debit_kind, credit_owner, credit_kind,
                amount, transferred_at, corrects_reference, corrects_reason)
            SELECT t.reference, t.reason, t.unit, t.brand, t.debit_owner, t.debit_kind::account_kind,
                t.credit_owner, t.credit_kind::account_kind, t.amount, t.at,
                CASE t.reason WHEN 'CORRECT' THEN t.reference END, CASE t.reason WHEN 'CORRECT' THEN 'AWARD' END
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
                $9::bigint[], $10::timestamptz[])
                AS t(reference, reason, unit, brand, debit_owner, debit_kind, credit_owner, credit_kind, amount, at)""";
    // Two statements, because an upsert checks the row it would insert, and a debit on its own is below zero.
    private static final String DEBIT = """
            WITH d AS (
                SELECT owner, kind::account_kind, unit, amount, n
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY
                    AS d(owner, kind, unit, amount, n)),
            held AS (
                SELECT a.owner, a.kind, a.unit, d.amount FROM account a JOIN d USING (owner, kind, unit)
                ORDER BY d.n FOR UPDATE OF a),
            debited AS (
                UPDATE account a SET balance = a.balance - held.amount FROM held
                WHERE a.owner = held.owner AND a.kind = held.kind AND a.unit = held.unit
                RETURNING 1)
            SELECT require_rows(
                'debited account', (SELECT count(*) FROM d), (SELECT count(*) FROM debited), '23503')""";
    // Most accounts are there: they are updated, which costs half of what an upsert does.
    private static final String CREDIT = """
            WITH c AS MATERIALIZED (
                SELECT owner, kind::account_kind, unit, amount, brand, n
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[]) WITH ORDINALITY
                    AS c(owner, kind, unit, amount, brand, n)),
            known AS (
                UPDATE account a SET balance = a.balance + c.amount FROM c
                WHERE a.owner = c.owner AND a.kind = c.kind AND a.unit = c.unit
                RETURNING a.owner, a.kind, a.unit)
            INSERT INTO account AS a (owner, kind, unit, brand_id, balance)
            SELECT c.owner, c.kind, c.unit, c.brand, c.amount FROM c
            WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.owner = c.owner AND k.kind = c.kind AND k.unit = c.unit)
            ORDER BY c.n
            ON CONFLICT (owner, kind, unit) DO UPDATE SET balance = a.balance + excluded.balance""";
    private static final String LOCK_POOL =
            "SELECT brand_id, closed FROM pool_counter WHERE campaign_id = $1 FOR UPDATE";
    private static final String OPEN_FUNDING = """
            INSERT INTO account (owner, kind, unit, brand_id, balance) VALUES ($1, 'FUNDING', $2, $1, 0)
            ON CONFLICT DO NOTHING""";

    /**
     * Writes transfers and moves the balances, each account once, by all that comes and goes. Accounts that lose are
     * touched before those that gain, each group by kind, owner and unit. Transactions that take from several accounts
     * hold a lock above them: the rows of the pools.
     *
     * @param tx the transaction
     * @param transfers what moves; the accounts that lose must exist
     */
    public Uni<Void> write(SqlConnection tx, List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Sum> changes = changes(transfers);
        List<Sum> losses =
                changes.stream().filter(sum -> sum.amount < 0).map(Sum::negated).toList();
        List<Sum> gains = changes.stream().filter(sum -> sum.amount > 0).toList();
        return Uni.join()
                .all(
                        tx.preparedQuery(INSERT).execute(rows(transfers)).replaceWithVoid(),
                        tx.preparedQuery(DEBIT).execute(columns(losses)).replaceWithVoid(),
                        tx.preparedQuery(CREDIT)
                                .execute(columns(gains).addArrayOfUUID(brands(gains)))
                                .replaceWithVoid())
                .andCollectFailures()
                .replaceWithVoid();
    }

    /**
     * Locks accounts, each of them made if it is missing, in the order in which {@link #write} touches those that gain.
     *
     * @param tx the transaction, at whose end they are free again
     */
    public Uni<Void> lock(SqlConnection tx, UUID brand, Collection<Account> accounts, String unit) {
        List<Sum> held = accounts.stream()
                .map(account -> new Sum(Key.of(account, unit), 0, brand))
                .sorted(Comparator.comparing(Sum::key, Key.ORDER))
                .toList();
        return tx.preparedQuery(CREDIT)
                .execute(columns(held).addArrayOfUUID(brands(held)))
                .replaceWithVoid();
    }

    /**
     * Where what a campaign gave comes back to: its pool while that is open, otherwise the brand.
     *
     * @param tx the transaction, which has the lock of the pool from now on
     */
    public Uni<Account> returnAccount(SqlConnection tx, UUID campaign) {
        return tx.preparedQuery(LOCK_POOL).execute(Tuple.of(campaign)).map(rows -> {
            Row row = rows.iterator().next();
            return row.getBoolean("closed") ? Account.funding(row.getUUID("brand_id")) : Account.pool(campaign);
        });
    }

    /** Makes sure that a brand's funding account is there to be debited. */
    public Uni<Void> openFunding(SqlConnection tx, UUID brand, String unit) {
        return tx.preparedQuery(OPEN_FUNDING).execute(Tuple.of(brand, unit)).replaceWithVoid();
    }

    /** What an account holds; 0 when nothing ever moved. */
    public Uni<Long> balance(SqlClient client, Account account, String unit) {
        return client.preparedQuery(
                        "SELECT balance FROM account WHERE owner = $1 AND kind = $2::text::account_kind AND unit = $3")
                .execute(Tuple.of(account.owner(), account.kind().name(), unit))
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong("balance"));
    }

    private static Tuple rows(List<Transfer> transfers) {
        return Tuple.tuple()
                .addArrayOfUUID(column(transfers, Transfer::reference, UUID[]::new))
                .addArrayOfString(column(transfers, t -> t.reason().name(), String[]::new))
                .addArrayOfString(column(transfers, Transfer::unit, String[]::new))
                .addArrayOfUUID(column(transfers, Transfer::brand, UUID[]::new))
                .addArrayOfUUID(column(transfers, t -> t.debit().owner(), UUID[]::new))
                .addArrayOfString(column(transfers, t -> t.debit().kind().name(), String[]::new))
                .addArrayOfUUID(column(transfers, t -> t.credit().owner(), UUID[]::new))
                .addArrayOfString(column(transfers, t -> t.credit().kind().name(), String[]::new))
                .addArrayOfLong(column(transfers, Transfer::amount, Long[]::new))
                .addArrayOfOffsetDateTime(
                        column(transfers, t -> t.at().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
    }

    private static Tuple columns(List<Sum> sums) {
        return Tuple.tuple()
                .addArrayOfUUID(column(sums, sum -> sum.key.owner, UUID[]::new))
                .addArrayOfString(column(sums, sum -> sum.key.kind.name(), String[]::new))
                .addArrayOfString(column(sums, sum -> sum.key.unit, String[]::new))
                .addArrayOfLong(column(sums, Sum::amount, Long[]::new));
    }

    private static UUID[] brands(List<Sum> sums) {
        return column(sums, Sum::brand, UUID[]::new);
    }

    private static <T, C> C[] column(List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static List<Sum> changes(List<Transfer> transfers) {
        Map<Key, Sum> sums = new TreeMap<>(Key.ORDER);
        for (Transfer transfer : transfers) {
            Sum gain = new Sum(Key.of(transfer.credit(), transfer.unit()), transfer.amount(), transfer.brand());
            Sum loss = new Sum(Key.of(transfer.debit(), transfer.unit()), -transfer.amount(), transfer.brand());
            sums.merge(gain.key, gain, Sum::plus);
            sums.merge(loss.key, loss, Sum::plus);
        }
        return new ArrayList<>(sums.values());
    }

    private record Key(Account.Kind kind, UUID owner, String unit) {
        /** Told to PostgreSQL by the places in the arrays, since it compares UUIDs otherwise than Java does. */
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::kind).thenComparing(Key::owner).thenComparing(Key::unit);

        static Key of(Account account, String unit) {
            return new Key(account.kind(), account.owner(), unit);
        }
    }

    private record Sum(Key key, long amount, UUID brand) {
        Sum plus(Sum other) {
            return new Sum(key, Math.addExact(amount, other.amount), brand);
        }

        Sum negated() {
            return new Sum(key, -amount, brand);
        }
    }
}
