package dev.yima.gateway.ledger;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

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
     * Writes transfers and changes the balances, each account once, by the sum of its transfers. Accounts that are
     * debited in sum are locked before those that are credited, each group by kind, owner and unit. Transactions that
     * debit several accounts hold a lock above them: the rows of the pools. Fails when a balance would be below zero
     * that must not be, when a debited account does not exist (SQLSTATE 23503), or when a transfer was written before.
     *
     * @param tx the transaction
     * @param transfers the transfers; none is allowed
     */
    public Uni<Void> write(SqlConnection tx, List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<BalanceChange> changes = changes(transfers);
        List<BalanceChange> debits = changes.stream()
                .filter(change -> change.amount < 0)
                .map(BalanceChange::negated)
                .toList();
        // An account through which money only passed is there afterwards, too.
        List<BalanceChange> credits =
                changes.stream().filter(change -> change.amount >= 0).toList();
        return Uni.join()
                .all(
                        tx.preparedQuery(INSERT)
                                .execute(transferColumns(transfers))
                                .replaceWithVoid(),
                        tx.preparedQuery(DEBIT)
                                .execute(balanceColumns(debits).tuple())
                                .replaceWithVoid(),
                        tx.preparedQuery(CREDIT).execute(creditColumns(credits)).replaceWithVoid())
                .andCollectFailures()
                .replaceWithVoid();
    }

    /**
     * Locks accounts, each of them created if it is missing, in the order in which {@link #write} locks those that it
     * credits.
     *
     * @param tx the transaction, at whose end they are unlocked
     * @param brand the brand of the accounts
     * @param accounts the accounts
     * @param unit the unit
     */
    public Uni<Void> lock(SqlConnection tx, UUID brand, Collection<Account> accounts, String unit) {
        List<BalanceChange> unchanged = accounts.stream()
                .map(account -> new BalanceChange(BalanceKey.of(account, unit), 0, brand))
                .sorted(Comparator.comparing(BalanceChange::balance, BalanceKey.ORDER))
                .toList();
        return tx.preparedQuery(CREDIT).execute(creditColumns(unchanged)).replaceWithVoid();
    }

    /**
     * Finds the account that unused rewards of a campaign return to: its pool while that is open, otherwise the brand's
     * funding.
     *
     * @param tx the transaction, which holds the lock of the pool from now on
     */
    public Uni<Account> returnAccount(SqlConnection tx, UUID campaign) {
        return tx.preparedQuery(LOCK_POOL).execute(Tuple.of(campaign)).map(rows -> {
            Row row = rows.iterator().next();
            return row.getBoolean("closed") ? Account.funding(row.getUUID("brand_id")) : Account.pool(campaign);
        });
    }

    /** Creates a brand's funding account if it is missing, so that it can be debited. */
    public Uni<Void> openFunding(SqlConnection tx, UUID brand, String unit) {
        return tx.preparedQuery(OPEN_FUNDING).execute(Tuple.of(brand, unit)).replaceWithVoid();
    }

    /** Reads the balance of an account, in the unit's minor unit; 0 when it was never used. */
    public Uni<Long> balance(SqlClient client, Account account, String unit) {
        return client.preparedQuery(
                        "SELECT balance FROM account WHERE owner = $1 AND kind = $2::text::account_kind AND unit = $3")
                .execute(Tuple.of(account.owner(), account.kind().name(), unit))
                .map(rows -> Rows.first(rows, row -> row.getLong("balance")).orElse(0L));
    }

    private static Tuple transferColumns(List<Transfer> transfers) {
        return Columns.of(transfers)
                .uuids(Transfer::reference)
                .names(Transfer::reason)
                .texts(Transfer::unit)
                .uuids(Transfer::brand)
                .uuids(transfer -> transfer.debit().owner())
                .names(transfer -> transfer.debit().kind())
                .uuids(transfer -> transfer.credit().owner())
                .names(transfer -> transfer.credit().kind())
                .longs(Transfer::amount)
                .instants(Transfer::at)
                .tuple();
    }

    private static Columns<BalanceChange> balanceColumns(List<BalanceChange> changes) {
        return Columns.of(changes)
                .uuids(change -> change.balance.owner)
                .names(change -> change.balance.kind)
                .texts(change -> change.balance.unit)
                .longs(BalanceChange::amount);
    }

    private static Tuple creditColumns(List<BalanceChange> changes) {
        return balanceColumns(changes).uuids(BalanceChange::brand).tuple();
    }

    private static List<BalanceChange> changes(List<Transfer> transfers) {
        Map<BalanceKey, BalanceChange> sums = new TreeMap<>(BalanceKey.ORDER);
        for (Transfer transfer : transfers) {
            BalanceChange gain = new BalanceChange(
                    BalanceKey.of(transfer.credit(), transfer.unit()), transfer.amount(), transfer.brand());
            BalanceChange loss = new BalanceChange(
                    BalanceKey.of(transfer.debit(), transfer.unit()), -transfer.amount(), transfer.brand());
            sums.merge(gain.balance, gain, BalanceChange::plus);
            sums.merge(loss.balance, loss, BalanceChange::plus);
        }
        return new ArrayList<>(sums.values());
    }

    /**
     * The key of a balance: an account in one unit.
     *
     * @param kind the kind of the account
     * @param owner its owner
     * @param unit the unit
     */
    private record BalanceKey(Account.Kind kind, UUID owner, String unit) {
        /** Order of locks; statements get it by the order of their rows, since PostgreSQL orders UUIDs differently. */
        static final Comparator<BalanceKey> ORDER = Comparator.comparing(BalanceKey::kind)
                .thenComparing(BalanceKey::owner)
                .thenComparing(BalanceKey::unit);

        static BalanceKey of(Account account, String unit) {
            return new BalanceKey(account.kind(), account.owner(), unit);
        }
    }

    /**
     * The change of a balance by all transfers of one call.
     *
     * @param balance the balance
     * @param amount the change, in the unit's minor unit; below zero for a debit
     * @param brand the brand of the account
     */
    private record BalanceChange(BalanceKey balance, long amount, UUID brand) {
        BalanceChange plus(BalanceChange other) {
            return new BalanceChange(balance, Math.addExact(amount, other.amount), brand);
        }

        BalanceChange negated() {
            return new BalanceChange(balance, -amount, brand);
        }
    }
}
