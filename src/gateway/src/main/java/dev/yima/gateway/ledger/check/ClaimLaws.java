package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import java.util.List;

/** Laws of claims, and of the pools and prizes that they take from. */
final class ClaimLaws {
    static final Law ONE_CLAIM =
            new Law("one-claim-per-code-and-slot", "codes that were claimed twice in a slot", Reach.ROWS, """
            SELECT c.brand_id, c.id AS key FROM claim[new] AS c
            WHERE (SELECT count(*) FROM claim o
                WHERE o.lot = c.lot AND o.serial = c.serial AND o.slot = c.slot) > 1""");
    static final Law POSITIONS = new Law(
            "positions-without-gap",
            "campaigns whose claims do not fill the positions that were given out",
            Reach.NOW,
            """
            SELECT p.brand_id, p.campaign_id AS key FROM pool_counter p
            LEFT JOIN (SELECT campaign_id, count(*) AS claims, sum(position) AS positions FROM claim[new] AS c
                WHERE position IS NOT NULL GROUP BY 1) AS c USING (campaign_id)
            LEFT JOIN sealed_sum n ON (n.owner, n.what, n.unit, n.brand_id) = (p.campaign_id, 'CLAIMS', '', p.brand_id)
            LEFT JOIN sealed_sum s ON (s.owner, s.what, s.unit, s.brand_id)
                = (p.campaign_id, 'POSITIONS', '', p.brand_id)
            WHERE (p.next_position, p.next_position::bigint * (p.next_position - 1) / 2) <> (
                coalesce(c.claims, 0) + coalesce(n.total, 0), coalesce(c.positions, 0) + coalesce(s.total, 0))""");
    static final Law POOLS = new Law(
            "pool-paid-plus-held-is-funded",
            "pools that paid and hold something else than they were funded with",
            Reach.NOW,
            """
            SELECT f.brand_id, (f.campaign_id, f.unit)::text AS key FROM (
                SELECT campaign_id, brand_id, closed, unit, sum(amount) AS promised FROM (
                    SELECT p.campaign_id, p.brand_id, p.closed, z.total AS amount,
                        CASE z.kind WHEN 'CASH' THEN z.currency WHEN 'POINTS' THEN 'POINT' ELSE z.kind END AS unit
                    FROM pool_counter p JOIN pool_line z USING (campaign_id)
                    WHERE p.brand_id = coalesce($1, p.brand_id) AND z.kind NOT IN ('PIECE', 'THANKS')
                    UNION ALL
                    SELECT p.campaign_id, p.brand_id, p.closed, z.store_fee * z.count, z.currency
                    FROM pool_counter p JOIN pool_line z USING (campaign_id)
                    WHERE p.brand_id = coalesce($1, p.brand_id) AND z.store_fee > 0) AS part
                GROUP BY 1, 2, 3, 4) AS f
            LEFT JOIN transfer[f.campaign_id, 'FUND'] AS t ON t.unit = f.unit
            LEFT JOIN transfer[f.campaign_id, 'RETURN'] AS r ON r.unit = f.unit
            LEFT JOIN account a ON (a.owner, a.kind, a.unit) = (f.campaign_id, 'POOL', f.unit)
            LEFT JOIN sealed_sum s ON (s.owner, s.what, s.unit, s.brand_id)
                = (f.campaign_id, 'POOL', f.unit, f.brand_id)
            LEFT JOIN (SELECT owner, unit, sum(amount) AS amount FROM (
                    SELECT credit_owner AS owner, unit, amount FROM transfer[new] AS t WHERE credit_kind = 'POOL'
                    UNION ALL
                    SELECT debit_owner, unit, -amount FROM transfer[new] AS t WHERE debit_kind = 'POOL') AS side
                GROUP BY 1, 2) AS m ON (m.owner, m.unit) = (f.campaign_id, f.unit)
            WHERE coalesce(t.amount, 0) <> f.promised
                OR coalesce(a.balance, 0) <> coalesce(s.total, 0) + coalesce(m.amount, 0)
                OR a.balance < 0 OR f.closed AND a.balance <> 0 OR NOT f.closed AND r.reference IS NOT NULL""");
    static final Law COUNTS =
            new Law("prizes-within-their-counts", "prizes that were won more often than promised", Reach.NOW, """
            SELECT z.brand_id, (z.campaign_id, z.line)::text AS key FROM pool_line z
            LEFT JOIN (SELECT campaign_id, prize_line AS line, count(*) AS won FROM claim[new] AS c
                WHERE prize_line IS NOT NULL GROUP BY 1, 2) AS c USING (campaign_id, line)
            LEFT JOIN sealed_sum s ON (s.owner, s.what, s.unit, s.brand_id)
                = (z.campaign_id, 'WON', z.line::text, z.brand_id)
            WHERE coalesce(c.won, 0) + coalesce(s.total, 0) > z.count""");
    static final Law LINKED = new Law(
            "linked-claims-follow-one",
            "claims for stores, guides and dealers without the claim they came with",
            Reach.ROWS,
            """
            SELECT l.brand_id, l.id AS key FROM claim[new] AS l
            LEFT JOIN LATERAL (SELECT * FROM claim o
                WHERE o.lot = l.lot AND o.serial = l.serial AND o.slot = 'CONSUMER' OFFSET 0) AS c ON true
            LEFT JOIN pool_line z ON z.campaign_id = l.campaign_id AND z.line = l.prize_line
            LEFT JOIN partner p ON p.id = l.partner_id AND p.brand_id = l.brand_id
            WHERE l.slot = 'CONSUMER' AND l.partner_id IS NOT NULL
                OR l.linked_to IS NOT NULL AND ((c.id, c.campaign_id) IS DISTINCT FROM (l.linked_to, l.campaign_id)
                OR p.id IS NULL OR (z.slot, z.amount, z.kind) IS DISTINCT FROM (l.slot::text, l.amount, l.kind))""");
    static final Law KEPT_BACK = new Law(
            "kept-back-slots-are-not-paid",
            "slots that a rule kept back and that were paid all the same",
            Reach.ROWS,
            """
            SELECT c.brand_id, c.id AS key FROM claim[new] AS c JOIN withheld_reward u USING (lot, serial, slot)""");
    static final Law TRANSFERRED =
            new Law("each-prize-is-transferred-once", "claims whose prize and transfer do not agree", Reach.ROWS, """
            SELECT coalesce(c.brand_id, t.brand_id) AS brand_id, coalesce(c.id, t.reference) AS key FROM (
                SELECT c.*, l.member_id AS packet_of, CASE WHEN l.claim_id IS NULL AND k.available_at IS NULL
                    THEN c.member_id ELSE c.campaign_id END AS goes_to
                FROM claim[new] AS c
                LEFT JOIN locked_packet[c.id] AS l ON true LEFT JOIN points_credit[c.id] AS k ON true
                WHERE c.kind NOT IN ('PIECE', 'THANKS')) AS c
            FULL JOIN (SELECT * FROM transfer[new] AS t WHERE reason = 'AWARD') AS t
                ON t.reference = c.id AND t.unit = c.unit
            WHERE (c.amount, c.brand_id, c.campaign_id, c.goes_to, c.claimed_at)
                    IS DISTINCT FROM (t.amount, t.brand_id, t.debit_owner, t.credit_owner, t.transferred_at)
                OR c.packet_of <> c.member_id""");
    static final Law PROMISED =
            new Law("claims-win-what-was-promised", "claims whose prize is not that of their line", Reach.ROWS, """
            SELECT c.brand_id, c.id AS key FROM claim[new] AS c
            LEFT JOIN pool_line z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
            WHERE c.prize_line IS NOT NULL AND ((z.kind, z.brand_id) IS DISTINCT FROM (c.kind, c.brand_id)
                OR c.amount NOT BETWEEN z.amount AND z.amount_max * z.times
                OR (z.slot IS NULL) <> (c.linked_to IS NULL)
                OR c.unit <> CASE z.kind WHEN 'CASH' THEN z.currency WHEN 'POINTS' THEN 'POINT' ELSE z.kind END)""");
    static final Law PLACED = new Law(
            "no-claim-without-its-lot-and-pool",
            "claims whose lot or pool is missing, another brand's, or not for their slot",
            Reach.ROWS,
            """
            SELECT c.brand_id, c.id AS key FROM claim[new] AS c
            LEFT JOIN lot l ON l.number = c.lot AND l.brand_id = c.brand_id AND c.serial < l.size
            LEFT JOIN pool_counter p ON p.campaign_id = c.campaign_id AND p.brand_id = c.brand_id
            WHERE l.number IS NULL OR p.campaign_id IS NULL
                OR l.kind <> CASE WHEN c.slot = 'STORE' AND c.linked_to IS NULL THEN 'CASE_INNER' ELSE 'ITEM_INNER' END
                OR c.linked_to IS NULL AND c.slot NOT IN ('CONSUMER', 'STORE')""");

    private ClaimLaws() {}

    static List<Law> all() {
        return List.of(ONE_CLAIM, POSITIONS, POOLS, COUNTS, LINKED, KEPT_BACK, TRANSFERRED, PROMISED, PLACED);
    }
}
