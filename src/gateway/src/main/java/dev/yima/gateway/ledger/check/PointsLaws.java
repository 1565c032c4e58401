package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import java.util.List;

/** Laws of points: those that wait, those that expire, and what staff adjust. */
final class PointsLaws {
    static final Law TERMS = new Law(
            "points-wait-and-expire-as-promised", "points whose terms were lost, or that have none", Reach.ROWS, """
            SELECT c.brand_id, c.id AS key FROM claim[new] AS c
            JOIN pool_line z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
            LEFT JOIN points_credit[c.id] AS k ON true
            WHERE c.kind = 'POINTS' AND CASE z.pending_days + z.valid_months WHEN 0 THEN k.id IS NOT NULL
                ELSE (c.brand_id, c.amount, c.member_id, c.campaign_id, z.pending_days > 0, z.valid_months > 0)
                        IS DISTINCT FROM (k.brand_id, k.amount, k.member_id, k.campaign_id,
                            k.available_at IS NOT NULL, k.expires_at IS NOT NULL)
                    OR k.available_at > c.claimed_at + z.pending_days * interval '24 hours' END
            UNION ALL
            SELECT a.brand_id, a.id FROM points_adjustment[new] AS a LEFT JOIN points_credit[a.id] AS k ON true
            WHERE a.state = 'DONE' AND CASE a.valid_months WHEN 0 THEN k.id IS NOT NULL
                ELSE (a.brand_id, a.points, a.member_id, true)
                    IS DISTINCT FROM (k.brand_id, k.amount, k.member_id, k.expires_at IS NOT NULL) END
            UNION ALL
            SELECT k.brand_id, k.id FROM points_credit[new] AS k
            LEFT JOIN points_adjustment[k.id] AS a ON true LEFT JOIN transfer[k.id, 'AWARD'] AS w ON true
            WHERE CASE WHEN k.campaign_id IS NULL
                THEN (k.brand_id, k.amount, k.member_id, 'DONE', NULL::timestamptz)
                    IS DISTINCT FROM (a.brand_id, a.points, a.member_id, a.state, k.available_at)
                ELSE (k.brand_id, k.amount, k.campaign_id,
                        CASE WHEN k.available_at IS NULL THEN k.member_id ELSE k.campaign_id END)
                    IS DISTINCT FROM (w.brand_id, w.amount, w.debit_owner, w.credit_owner) END""");
    static final Law END = new Law(
            "points-end-once", "points that wait or expire whose state and transfers do not agree", Reach.ROWS, """
            SELECT k.brand_id, k.id AS key FROM points_credit[new] AS k
            CROSS JOIN LATERAL (SELECT
                    coalesce(sum(amount) FILTER (WHERE reason = 'RELEASE'), 0) AS released,
                    coalesce(sum(amount) FILTER (WHERE reason = 'EXPIRE'), 0) AS expired,
                    coalesce(sum(amount) FILTER (WHERE reason = 'CORRECT'), 0) AS reversed,
                    coalesce(bool_or(reason = 'CORRECT' AND debit_kind = 'RESERVE'), false) AS withdrawn,
                    (array_agg(credit_owner) FILTER (WHERE reason = 'RELEASE'))[1] AS released_to,
                    (array_agg(debit_owner) FILTER (WHERE reason = 'EXPIRE'))[1] AS expired_from
                FROM transfer WHERE reference = k.id AND unit = 'POINT') AS t
            WHERE t.released <> CASE WHEN k.available_at IS NULL OR k.state = 'PENDING' OR t.withdrawn THEN 0
                    ELSE k.amount END
                OR t.expired <> CASE k.state WHEN 'EXPIRED' THEN k.remaining ELSE 0 END
                OR t.reversed <> CASE k.state WHEN 'REVERSED' THEN k.amount ELSE 0 END
                OR k.member_id <> t.released_to OR k.member_id <> t.expired_from""");
    static final Law HELD = new Law(
            "points-that-expire-are-held", "members with more points that expire than points", Reach.ACCOUNTS, """
            SELECT m.brand_id, m.member_id AS key FROM (
                SELECT brand_id, member_id FROM points_credit[new] AS k
                UNION
                SELECT brand_id, debit_owner FROM transfer[new] AS t
                WHERE debit_kind = 'MEMBER' AND unit = 'POINT') AS m
            CROSS JOIN LATERAL (SELECT sum(remaining) AS remaining FROM points_credit
                WHERE member_id = m.member_id AND state = 'AVAILABLE') AS k
            LEFT JOIN account a ON (a.owner, a.kind, a.unit) = (m.member_id, 'MEMBER', 'POINT')
            WHERE coalesce(a.balance, 0) < k.remaining""");
    static final Law ADJUSTED =
            new Law("adjusted-once", "adjustments of points whose state and transfer do not agree", Reach.ROWS, """
            SELECT a.brand_id, a.id AS key FROM (
                SELECT *, coalesce(claim_id, id) AS reference,
                    CASE WHEN claim_id IS NULL THEN 'ADJUST' ELSE 'CORRECT' END AS booked_as
                FROM points_adjustment[new] AS a) AS a
            LEFT JOIN LATERAL (SELECT * FROM transfer
                WHERE reference = a.reference AND reason = a.booked_as AND unit = 'POINT' OFFSET 0) AS t ON true
            LEFT JOIN transfer[a.claim_id, 'AWARD'] AS w ON true
            LEFT JOIN points_credit[a.claim_id] AS k ON true
            WHERE a.state <> 'DONE' AND a.claim_id IS NULL AND t.reference IS NOT NULL
                OR a.state = 'DONE' AND (a.decided_by = a.made_by OR a.brand_id IS DISTINCT FROM t.brand_id
                    OR (CASE t.reason
                        WHEN 'ADJUST' THEN CASE WHEN t.credit_kind = 'MEMBER'
                            THEN (t.amount, t.credit_owner, t.debit_kind) = (a.points, a.member_id, 'FUNDING')
                            ELSE (-t.amount, t.debit_owner, t.debit_kind, t.credit_kind)
                                = (a.points, a.member_id, 'MEMBER', 'FUNDING') END
                        ELSE (-t.amount, t.amount, coalesce(k.member_id, w.credit_owner), w.debit_owner)
                                = (a.points, w.amount, a.member_id, a.campaign_id)
                            AND t.debit_owner
                                = CASE t.debit_kind WHEN 'RESERVE' THEN w.debit_owner ELSE a.member_id END
                            AND t.credit_kind IN ('POOL', 'FUNDING') END) IS NOT TRUE)""");
    static final Law TAKEN = new Law(
            "points-used-were-taken", "members whose points that expire were used more than taken", Reach.ALL, """
            SELECT k.brand_id, k.member_id AS key FROM (
                SELECT k.brand_id, k.member_id, sum(k.amount - k.remaining) AS used FROM points_credit k
                WHERE k.brand_id = coalesce($1, k.brand_id) AND k.state <> 'PENDING' AND NOT EXISTS (
                    SELECT 1 FROM transfer t
                    WHERE t.reference = k.id AND t.reason = 'CORRECT' AND t.debit_kind = 'RESERVE')
                GROUP BY 1, 2) AS k
            LEFT JOIN (SELECT brand_id, debit_owner AS member_id, sum(amount) AS taken FROM transfer
                WHERE brand_id = coalesce($1, brand_id) AND unit = 'POINT' AND debit_kind = 'MEMBER'
                    AND reason <> 'EXPIRE'
                GROUP BY 1, 2) AS t USING (brand_id, member_id)
            WHERE k.used > coalesce(t.taken, 0)""");

    private PointsLaws() {}

    static List<Law> all() {
        return List.of(TERMS, END, HELD, ADJUSTED, TAKEN);
    }
}
