package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import java.util.List;

/** Laws of coupons, locked packets, gifts and payouts: each is as it was won, and ends once. */
final class RewardLaws {
    static final Law COUPONS =
            new Law("coupons-redeemed-once", "coupons whose state and transfers do not agree", Reach.ROWS, """
            SELECT q.brand_id, q.claim_id AS key FROM coupon[new] AS q
            CROSS JOIN LATERAL (SELECT count(*) AS times, max(reason) AS reason, max(transferred_at) AS at
                FROM transfer WHERE reference = q.claim_id AND unit = 'COUPON' AND reason IN ('REDEEM', 'EXPIRE')) AS t
            WHERE (q.state, t.times, coalesce(t.reason, 'none')) NOT IN (
                ('ISSUED', 0, 'none'), ('REDEEMED', 1, 'REDEEM'), ('EXPIRED', 1, 'EXPIRE'))
                OR q.redeemed_at <> t.at""");
    static final Law FEES = new Law(
            "coupon-fees-are-paid-or-go-back", "coupons whose fee went elsewhere than it should", Reach.ROWS, """
            SELECT q.brand_id, q.claim_id AS key FROM (
                SELECT *, CASE WHEN store_fee = 0 OR state = 'ISSUED' THEN NULL
                    WHEN state = 'REDEEMED' AND kept_back IS NULL THEN 'FEE' ELSE 'RECLAIM' END AS reason
                FROM coupon[new] AS c) AS q
            CROSS JOIN LATERAL (SELECT count(*) AS times, max(reason) AS reason, max(amount) AS amount,
                    (array_agg(debit_owner))[1] AS paid_by,
                    (array_agg(credit_owner) FILTER (WHERE reason = 'FEE'))[1] AS earned_by
                FROM transfer WHERE reference = q.claim_id AND reason IN ('FEE', 'RECLAIM')) AS t
            WHERE t.reason IS DISTINCT FROM q.reason OR t.times > 1
                OR (t.amount, t.paid_by) <> (q.store_fee, q.campaign_id) OR t.earned_by <> q.redeemed_by""");
    static final Law COUPONS_WON = new Law(
            "coupons-are-as-won", "coupons that nobody won so, or whose fee was not set aside", Reach.ROWS, """
            SELECT q.brand_id, q.claim_id AS key FROM coupon[new] AS q
            LEFT JOIN transfer[q.claim_id, 'AWARD'] AS w ON true LEFT JOIN transfer[q.claim_id, 'RESERVE'] AS f ON true
            WHERE (w.brand_id, w.debit_owner, w.credit_owner, w.unit)
                    IS DISTINCT FROM (q.brand_id, q.campaign_id, q.member_id, 'COUPON')
                OR coalesce(f.amount, 0) <> q.store_fee OR f.unit <> q.currency
            UNION ALL
            SELECT c.brand_id, c.id FROM claim[new] AS c LEFT JOIN coupon[c.id] AS q ON true
            LEFT JOIN pool_line z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
            WHERE c.kind = 'COUPON' AND (q.brand_id, q.member_id, q.title, q.store_fee, q.currency)
                IS DISTINCT FROM (c.brand_id, c.member_id, z.title, z.store_fee, z.currency)""");
    static final Law PACKETS = new Law(
            "locked-packets-end-once", "locked packets whose state and transfers do not agree", Reach.ROWS, """
            SELECT l.brand_id, l.claim_id AS key FROM locked_packet[new] AS l
            LEFT JOIN transfer[l.claim_id, 'AWARD'] AS w ON true
            CROSS JOIN LATERAL (SELECT count(*) AS times, max(reason) AS reason, sum(amount) AS amount,
                    (array_agg(credit_owner) FILTER (WHERE reason = 'OPEN'))[1] AS opened_for
                FROM transfer WHERE reference = l.claim_id AND debit_kind = 'RESERVE'
                    AND reason IN ('OPEN', 'RECLAIM')) AS t
            WHERE (l.state, t.times, coalesce(t.reason, 'none')) NOT IN (
                    ('LOCKED', 0, 'none'), ('OPENED', 1, 'OPEN'), ('RETURNED', 1, 'RECLAIM'))
                OR (l.brand_id, l.amount, l.unit, l.campaign_id, l.campaign_id)
                    IS DISTINCT FROM (w.brand_id, w.amount, w.unit, w.debit_owner, w.credit_owner)
                OR l.amount <> t.amount OR l.member_id <> t.opened_for
                OR l.kind <> CASE l.unit WHEN 'POINT' THEN 'POINTS' WHEN 'COUPON' THEN 'COUPON' WHEN 'GIFT' THEN 'GIFT'
                    ELSE 'CASH' END
                OR l.state = 'OPENED' AND NOT EXISTS (
                    SELECT 1 FROM claim c WHERE c.member_id = l.member_id AND c.id = l.opened_by)""");
    static final Law GIFTS = new Law(
            "gifts-are-won-and-sent-once",
            "gifts that nobody won so, or whose state and transfer do not agree",
            Reach.ROWS,
            """
            SELECT g.brand_id, g.claim_id AS key FROM gift[new] AS g
            LEFT JOIN transfer[g.claim_id, 'AWARD'] AS w ON true LEFT JOIN transfer[g.claim_id, 'SHIP'] AS s ON true
            WHERE (w.brand_id, w.credit_owner, w.unit) IS DISTINCT FROM (g.brand_id, g.member_id, 'GIFT')
                OR (g.state = 'SHIPPED') <> (s.reference IS NOT NULL)
            UNION ALL
            SELECT c.brand_id, c.id FROM claim[new] AS c LEFT JOIN gift[c.id] AS g ON true
            LEFT JOIN pool_line z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
            WHERE c.kind = 'GIFT'
                AND (g.brand_id, g.member_id, g.title) IS DISTINCT FROM (c.brand_id, c.member_id, z.title)""");
    static final Law PAYOUTS =
            new Law("each-cash-prize-has-one-payout", "cash claims and payouts that do not agree", Reach.ROWS, """
            SELECT p.brand_id, p.claim_id AS key FROM payout[new] AS p
            LEFT JOIN LATERAL (SELECT * FROM transfer WHERE reference = p.claim_id AND reason IN ('AWARD', 'OPEN')
                AND credit_kind = 'MEMBER' OFFSET 0) AS t ON true
            WHERE (p.brand_id, p.campaign_id, p.amount, p.currency, p.member_id)
                IS DISTINCT FROM (t.brand_id, t.debit_owner, t.amount, t.unit, t.credit_owner)
            UNION ALL
            SELECT t.brand_id, t.reference FROM transfer[new] AS t LEFT JOIN payout[t.reference] AS p ON true
            WHERE t.reason IN ('AWARD', 'OPEN') AND t.credit_kind = 'MEMBER'
                AND t.unit NOT IN ('POINT', 'COUPON', 'GIFT') AND p.claim_id IS NULL
            UNION ALL
            SELECT p.brand_id, p.claim_id FROM payout[new] AS p CROSS JOIN campaign_lots[p.campaign_id] AS l
            WHERE p.test <> l.test""");
    static final Law PAID =
            new Law("paid-out-or-returned-once", "payouts whose state and transfer do not agree", Reach.ROWS, """
            SELECT p.brand_id, p.claim_id AS key FROM payout[new] AS p
            CROSS JOIN LATERAL (SELECT count(*) AS times, max(reason) AS reason, max(amount) AS amount,
                    max(unit) AS unit, max(transferred_at) AS at, (array_agg(debit_owner))[1] AS paid_to
                FROM transfer WHERE reference = p.claim_id AND debit_kind = 'MEMBER'
                    AND reason IN ('PAY', 'RECLAIM')) AS t
            WHERE t.reason IS DISTINCT FROM CASE p.state WHEN 'PAID' THEN 'PAY' WHEN 'RETURNED' THEN 'RECLAIM' END
                OR t.times > 1 OR (p.amount, p.currency, p.member_id) <> (t.amount, t.unit, t.paid_to)
                OR p.state = 'PAID' AND p.settled_at IS DISTINCT FROM t.at""");
    static final Law OWED = new Law(
            "members-hold-what-is-to-be-paid",
            "members who hold more or less money than is to be paid to them",
            Reach.ALL,
            """
            SELECT brand_id, (owner, unit)::text AS key FROM (
                SELECT brand_id, member_id AS owner, currency AS unit, sum(amount) AS owed FROM payout
                WHERE brand_id = coalesce($1, brand_id) AND state NOT IN ('PAID', 'RETURNED') GROUP BY 1, 2, 3) AS p
            FULL JOIN (SELECT brand_id, owner, unit, balance FROM account
                WHERE brand_id = coalesce($1, brand_id) AND kind = 'MEMBER' AND balance <> 0
                    AND unit NOT IN ('POINT', 'COUPON', 'GIFT')) AS a USING (brand_id, owner, unit)
            WHERE coalesce(p.owed, 0) <> coalesce(a.balance, 0)""");

    private RewardLaws() {}

    static List<Law> all() {
        return List.of(COUPONS, FEES, COUPONS_WON, PACKETS, GIFTS, PAYOUTS, PAID, OWED);
    }
}
