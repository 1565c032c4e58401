package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import java.util.List;

/** Laws of accounts, and of transfers and what they refer to. */
final class TransferLaws {
    static final Law BALANCES = new Law(
            "balances-equal-transfers",
            "accounts whose balance is not the sum of their transfers",
            Reach.ACCOUNTS,
            """
            WITH moved AS MATERIALIZED (
                SELECT owner, kind, unit, brand_id, sum(amount) AS amount FROM (
                    SELECT credit_owner AS owner, credit_kind AS kind, unit, brand_id, amount FROM transfer[new] AS t
                    UNION ALL
                    SELECT debit_owner, debit_kind, unit, brand_id, -amount FROM transfer[new] AS t) AS side
                GROUP BY 1, 2, 3, 4)
            SELECT b.brand_id, (b.owner, b.kind, b.unit)::text AS key FROM (
                SELECT owner, kind, unit, brand_id, moved.amount, a.balance
                FROM moved FULL JOIN account[moved] AS a USING (owner, kind, unit, brand_id)) AS b
            LEFT JOIN LATERAL (SELECT s.total FROM sealed_sum s
                WHERE (s.owner, s.what, s.unit, s.brand_id) = (b.owner, b.kind::text, b.unit, b.brand_id)
                OFFSET 0) AS sealed ON true
            WHERE b.balance IS NULL OR coalesce(sealed.total, 0) + coalesce(b.amount, 0) <> b.balance""");
    static final Law ZERO = new Law("accounts-sum-to-zero", "units whose accounts do not sum to zero", Reach.ALL, """
            SELECT brand_id, unit AS key FROM account WHERE brand_id = coalesce($1, brand_id)
            GROUP BY 1, 2 HAVING sum(balance) <> 0""");
    static final Law RESERVES = new Law(
            "reserves-are-what-is-set-aside",
            "campaigns that set aside something else than locked packets, waiting points and open coupons need",
            Reach.NOW,
            """
            SELECT brand_id, (campaign_id, unit)::text AS key FROM (
                SELECT brand_id, campaign_id, unit, sum(amount) AS owed FROM (
                    SELECT brand_id, campaign_id, unit, amount FROM locked_packet
                    WHERE brand_id = coalesce($1, brand_id) AND state = 'LOCKED'
                    UNION ALL
                    SELECT brand_id, campaign_id, currency, store_fee FROM coupon
                    WHERE brand_id = coalesce($1, brand_id) AND state = 'ISSUED'
                    UNION ALL
                    SELECT brand_id, campaign_id, 'POINT', amount FROM points_credit
                    WHERE brand_id = coalesce($1, brand_id) AND state = 'PENDING') AS part
                GROUP BY 1, 2, 3) AS o
            FULL JOIN (SELECT a.brand_id, a.owner AS campaign_id, a.unit, a.balance
                FROM pool_counter p JOIN account a ON a.owner = p.campaign_id AND a.kind = 'RESERVE'
                WHERE p.brand_id = coalesce($1, p.brand_id)) AS r USING (brand_id, campaign_id, unit)
            WHERE coalesce(owed, 0) <> coalesce(balance, 0)""");
    static final Law CAUSES = new Law(
            "transfers-refer-to-their-cause", "transfers that refer to nothing, or to what is not so", Reach.ROWS, """
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text AS key FROM transfer[new] AS t
            LEFT JOIN pool_counter[t.reference] AS p ON true
            WHERE t.reason IN ('FUND', 'RETURN') AND ((p.campaign_id, p.brand_id) IS DISTINCT FROM (
                    CASE t.reason WHEN 'FUND' THEN t.credit_owner ELSE t.debit_owner END, t.brand_id)
                OR t.reason = 'RETURN' AND NOT p.closed)
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            LEFT JOIN coupon[t.reference] AS q ON true
            WHERE (t.reason IN ('RESERVE', 'FEE', 'REDEEM') OR t.reason = 'EXPIRE' AND t.unit = 'COUPON') AND (CASE
                WHEN t.reason IN ('RESERVE', 'FEE')
                    THEN (t.brand_id, t.amount, t.unit, t.debit_owner)
                            = (q.brand_id, q.store_fee, q.currency, q.campaign_id)
                        AND t.credit_owner = CASE t.reason WHEN 'FEE' THEN q.redeemed_by ELSE q.campaign_id END
                ELSE (t.brand_id, t.amount, t.debit_owner, q.state) = (q.brand_id, 1, q.member_id,
                        CASE t.reason WHEN 'EXPIRE' THEN 'EXPIRED' ELSE 'REDEEMED' END) END) IS NOT TRUE
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            LEFT JOIN locked_packet[t.reference] AS l ON true LEFT JOIN coupon[t.reference] AS q ON true
            WHERE (t.reason = 'OPEN' OR t.reason = 'RECLAIM' AND t.debit_kind = 'RESERVE') AND (CASE
                WHEN l.claim_id IS NOT NULL
                    THEN (t.brand_id, t.amount, t.unit, t.debit_owner) = (l.brand_id, l.amount, l.unit, l.campaign_id)
                        AND l.state = CASE t.reason WHEN 'OPEN' THEN 'OPENED' ELSE 'RETURNED' END
                        AND (t.reason <> 'OPEN' OR t.credit_owner = l.member_id)
                ELSE t.reason = 'RECLAIM' AND q.state IN ('EXPIRED', 'REDEEMED')
                        AND (t.brand_id, t.amount, t.unit, t.debit_owner)
                            = (q.brand_id, q.store_fee, q.currency, q.campaign_id) END) IS NOT TRUE
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            LEFT JOIN payout[t.reference] AS p ON true
            WHERE (t.reason = 'PAY' OR t.reason = 'RECLAIM' AND t.debit_kind = 'MEMBER')
                AND (t.brand_id, t.amount, t.unit, t.debit_owner,
                        CASE t.reason WHEN 'PAY' THEN 'PAID' ELSE 'RETURNED' END)
                    IS DISTINCT FROM (p.brand_id, p.amount, p.currency, p.member_id, p.state)
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            LEFT JOIN points_credit[t.reference] AS k ON true
            WHERE (t.reason = 'RELEASE' OR t.reason = 'EXPIRE' AND t.unit = 'POINT') AND (CASE t.reason
                WHEN 'RELEASE' THEN (t.brand_id, t.amount, t.debit_owner, t.credit_owner)
                        = (k.brand_id, k.amount, k.campaign_id, k.member_id)
                    AND k.available_at IS NOT NULL AND k.state <> 'PENDING'
                ELSE (t.brand_id, t.amount, t.debit_owner, k.state)
                    = (k.brand_id, k.remaining, k.member_id, 'EXPIRED') END) IS NOT TRUE
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            WHERE t.reason IN ('ADJUST', 'CORRECT') AND NOT EXISTS (SELECT 1 FROM points_adjustment a
                WHERE a.state = 'DONE' AND a.brand_id = t.brand_id AND CASE t.reason
                    WHEN 'ADJUST' THEN a.id = t.reference AND a.claim_id IS NULL ELSE a.claim_id = t.reference END)
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            LEFT JOIN gift[t.reference] AS g ON true
            WHERE t.reason = 'SHIP' AND (t.brand_id, t.amount, t.debit_owner, 'SHIPPED')
                IS DISTINCT FROM (g.brand_id, 1, g.member_id, g.state)
            UNION ALL
            SELECT t.brand_id, (t.reference, t.reason, t.unit)::text FROM transfer[new] AS t
            LEFT JOIN transfer[t.reference, 'AWARD'] AS w ON true
            WHERE t.reason IN ('RECLAIM', 'CORRECT') AND t.credit_kind = 'POOL'
                AND t.credit_owner IS DISTINCT FROM w.debit_owner""");
    static final Law NUMBERED = new Law(
            "rows-are-of-transactions-that-were",
            "rows or seals with the number of a transaction that is still to come",
            Reach.NOW,
            """
            SELECT brand_id, key FROM (
                SELECT brand_id, written_in, (reference, reason, unit)::text AS key FROM transfer[new] AS t
                UNION ALL
                SELECT brand_id, written_in, id::text FROM claim[new] AS c
                UNION ALL
                SELECT s.brand_id, (SELECT max(until_txid) - 1 FROM ledger_seal), 'seals' FROM brand_seal s
                WHERE s.brand_id = coalesce($1, s.brand_id) AND (SELECT max(until_txid) FROM ledger_seal)
                    > txid_snapshot_xmax(txid_current_snapshot())) AS written
            WHERE written_in >= txid_snapshot_xmax(txid_current_snapshot())
                AND written_in <> coalesce(txid_current_if_assigned(), 0)""");

    private TransferLaws() {}

    static List<Law> all() {
        return List.of(BALANCES, ZERO, RESERVES, CAUSES, NUMBERED);
    }
}
