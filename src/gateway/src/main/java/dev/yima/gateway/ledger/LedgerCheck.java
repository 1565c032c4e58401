package dev.yima.gateway.ledger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Laws of money, as queries for an auditor to run on the live database. Each counts the rows that break it. */
@ApplicationScoped
class LedgerCheck {
    /**
     * One repeatable snapshot, so that claims which commit meanwhile do not look like faults; and whole tables are
     * read,
     * which no other statement does, with memory to sort them in.
     */
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
            + " SET LOCAL enable_seqscan = on; SET LOCAL plan_cache_mode = force_custom_plan;"
            + " SET LOCAL work_mem = '64MB'";

    private static final List<Law> LAWS = List.of(
            new Law("balances-equal-transfers", "accounts whose balance is not the sum of their transfers", """
                    SELECT count(*) FROM (
                        SELECT owner, kind, unit, sum(amount) AS amount FROM (
                            SELECT credit_owner AS owner, credit_kind AS kind, unit, amount
                            FROM transfer WHERE brand_id = $1
                            UNION ALL
                            SELECT debit_owner, debit_kind, unit, -amount FROM transfer WHERE brand_id = $1) AS side
                        GROUP BY owner, kind, unit) AS moved
                    FULL JOIN (SELECT * FROM account WHERE brand_id = $1) AS account USING (owner, kind, unit)
                    WHERE coalesce(moved.amount, 0) <> coalesce(account.balance, 0)"""),
            new Law("accounts-sum-to-zero", "units whose accounts do not sum to zero", """
                    SELECT count(*) FROM (SELECT unit FROM account WHERE brand_id = $1
                        GROUP BY unit HAVING sum(balance) <> 0) AS unit"""),
            new Law("one-claim-per-code-and-slot", "codes that were claimed twice in a slot", """
                    SELECT count(*) FROM (SELECT 1 FROM claim WHERE brand_id = $1
                        GROUP BY lot, serial, slot HAVING count(*) > 1) AS twice"""),
            new Law(
                    "positions-without-gap",
                    "campaigns whose claims do not fill the positions that were given out",
                    """
                    SELECT count(*) FROM pool_counter p LEFT JOIN (
                        SELECT campaign_id, count(DISTINCT position) AS positions, count(position) AS claims,
                            max(position) + 1 AS next
                        FROM claim WHERE brand_id = $1 GROUP BY campaign_id) AS c USING (campaign_id)
                    WHERE p.brand_id = $1 AND (p.next_position, p.next_position, p.next_position)
                        IS DISTINCT FROM (coalesce(c.positions, 0), coalesce(c.claims, 0), coalesce(c.next, 0))"""),
            new Law(
                    "pool-paid-plus-held-is-funded",
                    "pools that paid and hold something else than they were funded with",
                    """
                    SELECT count(*) FROM (
                        SELECT f.campaign_id, f.unit, f.promised,
                            coalesce(sum(t.amount) FILTER (WHERE t.reason = 'FUND'), 0) AS funded,
                            coalesce(sum(t.amount) FILTER (WHERE t.debit_kind = 'POOL'), 0)
                                - coalesce(sum(t.amount)
                                    FILTER (WHERE t.credit_kind = 'POOL' AND t.reason <> 'FUND'), 0)
                                AS left_it,
                            coalesce(max(a.balance), 0) AS held
                        FROM (SELECT campaign_id, unit, sum(amount) AS promised FROM (
                                SELECT p.campaign_id,
                                    CASE z.kind WHEN 'CASH' THEN z.currency WHEN 'POINTS' THEN 'POINT'
                                        ELSE z.kind END AS unit,
                                    z.total AS amount
                                FROM pool_counter p JOIN pool_line z USING (campaign_id)
                                WHERE p.brand_id = $1 AND z.kind NOT IN ('PIECE', 'THANKS')
                                UNION ALL
                                SELECT p.campaign_id, z.currency, z.store_fee * z.count
                                FROM pool_counter p JOIN pool_line z USING (campaign_id)
                                WHERE p.brand_id = $1 AND z.store_fee > 0) AS part
                            GROUP BY 1, 2) AS f
                        LEFT JOIN transfer t ON t.unit = f.unit AND t.brand_id = $1
                            AND (t.credit_owner = f.campaign_id OR t.debit_owner = f.campaign_id)
                        LEFT JOIN account a ON a.owner = f.campaign_id AND a.kind = 'POOL' AND a.unit = f.unit
                        GROUP BY 1, 2, 3) AS pool
                    WHERE funded <> promised OR funded <> left_it + held OR held < 0"""),
            new Law(
                    "reserves-are-what-is-set-aside",
                    "campaigns that set aside something else than locked packets, waiting points and open coupons need",
                    """
                    SELECT count(*) FROM (
                        SELECT campaign_id, unit, sum(amount) AS owed FROM (
                            SELECT campaign_id, unit, amount FROM locked_packet
                            WHERE brand_id = $1 AND state = 'LOCKED'
                            UNION ALL
                            SELECT campaign_id, currency, store_fee FROM coupon
                            WHERE brand_id = $1 AND state = 'ISSUED'
                            UNION ALL
                            SELECT campaign_id, 'POINT', amount FROM points_credit
                            WHERE brand_id = $1 AND state = 'PENDING') AS part
                        GROUP BY 1, 2) AS o
                    FULL JOIN (SELECT owner AS campaign_id, unit, balance FROM account
                        WHERE brand_id = $1 AND kind::text = 'RESERVE') AS r USING (campaign_id, unit)
                    WHERE coalesce(owed, 0) <> coalesce(balance, 0)"""),
            new Law("coupons-redeemed-once", "coupons whose state and transfers do not agree", """
                    SELECT count(*) FROM (SELECT * FROM coupon WHERE brand_id = $1) AS q
                    FULL JOIN (SELECT reference, max(reason) AS reason, count(*) AS times FROM transfer
                        WHERE brand_id = $1 AND unit = 'COUPON' AND reason IN ('REDEEM', 'EXPIRE')
                        GROUP BY 1) AS t ON t.reference = q.claim_id
                    WHERE (q.state, coalesce(t.times, 0), coalesce(t.reason, 'none')) NOT IN (
                        ('ISSUED', 0, 'none'), ('REDEEMED', 1, 'REDEEM'), ('EXPIRED', 1, 'EXPIRE'))
                        OR q.state IS NULL"""),
            new Law("coupon-fees-are-paid-or-go-back", "coupons whose fee went elsewhere than it should", """
                    SELECT count(*) FROM (SELECT claim_id, campaign_id, store_fee, redeemed_by,
                            CASE WHEN state = 'REDEEMED' AND kept_back IS NULL THEN 'FEE' ELSE 'RECLAIM' END AS reason
                        FROM coupon WHERE brand_id = $1 AND store_fee > 0 AND state <> 'ISSUED') AS q
                    FULL JOIN (SELECT t.* FROM transfer t LEFT JOIN coupon c ON c.claim_id = t.reference
                        WHERE t.brand_id = $1
                            AND (t.reason = 'FEE' OR t.reason = 'RECLAIM' AND c.claim_id IS NOT NULL)) AS t
                        ON t.reference = q.claim_id AND t.reason = q.reason
                    WHERE (q.store_fee, q.campaign_id) IS DISTINCT FROM (t.amount, t.debit_owner)
                        OR q.reason = 'FEE' AND q.redeemed_by <> t.credit_owner"""),
            new Law("prizes-within-their-counts", "prizes that were won more often than promised", """
                    SELECT count(*) FROM pool_line z JOIN (
                        SELECT campaign_id, prize_line AS line, count(*) AS won FROM claim
                        WHERE brand_id = $1 AND prize_line IS NOT NULL GROUP BY 1, 2) AS w USING (campaign_id, line)
                    WHERE w.won > z.count"""),
            new Law(
                    "linked-claims-follow-one",
                    "claims for stores, guides and dealers without the claim they came with",
                    """
                    SELECT count(*) FROM claim l
                    LEFT JOIN claim c ON c.lot = l.lot AND c.serial = l.serial AND c.slot = 'CONSUMER'
                        AND c.id = l.linked_to AND c.campaign_id = l.campaign_id
                    LEFT JOIN pool_line z ON z.campaign_id = l.campaign_id AND z.line = l.prize_line
                    LEFT JOIN partner p ON p.id = l.partner_id AND p.brand_id = l.brand_id
                    WHERE l.brand_id = $1 AND l.linked_to IS NOT NULL AND (c.id IS NULL OR p.id IS NULL
                        OR (z.slot, z.amount, z.kind) IS DISTINCT FROM (l.slot::text, l.amount, l.kind))"""),
            new Law("kept-back-slots-are-not-paid", "slots that a rule kept back and that were paid all the same", """
                    SELECT count(*) FROM withheld_reward u JOIN claim c ON c.lot = u.lot AND c.serial = u.serial
                        AND c.slot = u.slot
                    WHERE u.brand_id = $1"""),
            new Law("each-prize-is-transferred-once", "claims whose prize and transfer do not agree", """
                    SELECT count(*) FROM (SELECT c.id, c.unit, c.amount, c.campaign_id,
                            CASE WHEN l.claim_id IS NULL AND k.available_at IS NULL THEN c.member_id
                                ELSE c.campaign_id END AS goes_to
                        FROM claim c LEFT JOIN locked_packet l ON l.claim_id = c.id
                        LEFT JOIN points_credit k ON k.id = c.id
                        WHERE c.brand_id = $1 AND c.kind NOT IN ('PIECE', 'THANKS')) AS c
                    FULL JOIN (SELECT * FROM transfer WHERE brand_id = $1 AND reason = 'AWARD') AS t
                        ON t.reference = c.id AND t.unit = c.unit
                    WHERE (c.amount, c.campaign_id, c.goes_to)
                        IS DISTINCT FROM (t.amount, t.debit_owner, t.credit_owner)"""),
            new Law("locked-packets-end-once", "locked packets whose state and transfers do not agree", """
                    SELECT count(*) FROM (SELECT l.*, c.amount AS won, c.unit AS won_unit FROM locked_packet l
                        LEFT JOIN claim c ON c.id = l.claim_id WHERE l.brand_id = $1) AS l
                    FULL JOIN (SELECT t.reference, max(t.reason) AS reason, count(*) AS times, sum(t.amount) AS amount,
                            (array_agg(t.credit_owner) FILTER (WHERE t.reason = 'OPEN'))[1] AS opened_for
                        FROM transfer t JOIN locked_packet p ON p.claim_id = t.reference
                        WHERE t.brand_id = $1 AND t.reason IN ('OPEN', 'RECLAIM') GROUP BY 1) AS t
                        ON t.reference = l.claim_id
                    WHERE (l.state, coalesce(t.times, 0), coalesce(t.reason, 'none')) NOT IN (
                        ('LOCKED', 0, 'none'), ('OPENED', 1, 'OPEN'), ('RETURNED', 1, 'RECLAIM'))
                        OR l.state IS NULL OR (l.amount, l.unit) IS DISTINCT FROM (l.won, l.won_unit)
                        OR l.amount <> coalesce(t.amount, l.amount)
                        OR l.member_id <> coalesce(t.opened_for, l.member_id)"""),
            new Law("each-cash-prize-has-one-payout", "cash claims and payouts that do not agree", """
                    SELECT count(*) FROM (SELECT c.* FROM claim c LEFT JOIN locked_packet l ON l.claim_id = c.id
                        WHERE c.brand_id = $1 AND c.kind = 'CASH' AND coalesce(l.state, 'OPENED') = 'OPENED') AS c
                    FULL JOIN (SELECT * FROM payout WHERE brand_id = $1) AS p ON p.claim_id = c.id
                    WHERE (c.amount, c.unit, c.member_id) IS DISTINCT FROM (p.amount, p.currency, p.member_id)"""),
            new Law("no-claim-without-its-lot-and-pool", "claims whose lot or pool is missing or another brand's", """
                    SELECT count(*) FROM claim c
                    LEFT JOIN lot l ON l.number = c.lot AND l.brand_id = c.brand_id AND c.serial < l.size
                    LEFT JOIN pool_counter p ON p.campaign_id = c.campaign_id AND p.brand_id = c.brand_id
                    WHERE c.brand_id = $1 AND (l.number IS NULL OR p.campaign_id IS NULL)"""),
            new Law("paid-out-or-returned-once", "payouts whose state and transfer do not agree", """
                    SELECT count(*) FROM (SELECT *, CASE state WHEN 'PAID' THEN 'PAY' ELSE 'RECLAIM' END AS reason
                        FROM payout WHERE brand_id = $1 AND state IN ('PAID', 'RETURNED')) AS p
                    FULL JOIN (SELECT * FROM transfer WHERE brand_id = $1
                            AND (reason = 'PAY' OR reason = 'RECLAIM' AND debit_kind = 'MEMBER')) AS t
                        ON t.reference = p.claim_id
                    WHERE (p.amount, p.currency, p.member_id, p.reason)
                        IS DISTINCT FROM (t.amount, t.unit, t.debit_owner, t.reason)"""),
            new Law("points-wait-and-expire-as-promised", "points whose terms were lost, or that have none", """
                    SELECT count(*) FROM (
                        SELECT c.id, c.amount, c.member_id, c.campaign_id, z.pending_days > 0 AS waits,
                            z.valid_months > 0 AS expires,
                            c.claimed_at + z.pending_days * interval '24 hours' AS available_at
                        FROM claim c JOIN pool_line z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
                        WHERE c.brand_id = $1 AND c.kind = 'POINTS' AND z.pending_days + z.valid_months > 0
                        UNION ALL
                        SELECT id, points, member_id, NULL, false, true, NULL FROM points_adjustment
                        WHERE brand_id = $1 AND state = 'DONE' AND valid_months > 0) AS c
                    FULL JOIN (SELECT * FROM points_credit WHERE brand_id = $1) AS k ON k.id = c.id
                    WHERE (c.amount, c.member_id, c.campaign_id, c.waits, c.expires) IS DISTINCT FROM
                            (k.amount, k.member_id, k.campaign_id, k.available_at IS NOT NULL, k.expires_at IS NOT NULL)
                        OR k.available_at > c.available_at"""),
            new Law("points-end-once", "points that wait or expire whose state and transfers do not agree", """
                    SELECT count(*) FROM (SELECT * FROM points_credit WHERE brand_id = $1) AS k
                    FULL JOIN (SELECT reference,
                            sum(amount) FILTER (WHERE reason = 'RELEASE') AS released,
                            sum(amount) FILTER (WHERE reason = 'EXPIRE') AS expired,
                            sum(amount) FILTER (WHERE reason = 'CORRECT') AS reversed,
                            bool_or(reason = 'CORRECT' AND debit_kind::text = 'RESERVE') AS withdrawn,
                            (array_agg(credit_owner) FILTER (WHERE reason = 'RELEASE'))[1] AS released_to,
                            (array_agg(debit_owner) FILTER (WHERE reason = 'EXPIRE'))[1] AS expired_from
                        FROM transfer
                        WHERE brand_id = $1 AND unit = 'POINT' AND reason IN ('RELEASE', 'EXPIRE', 'CORRECT')
                        GROUP BY 1) AS t ON t.reference = k.id
                    WHERE coalesce(t.released, 0) <> CASE WHEN k.available_at IS NULL OR k.state = 'PENDING'
                            OR t.withdrawn IS TRUE THEN 0 ELSE k.amount END
                        OR coalesce(t.expired, 0) <> CASE k.state WHEN 'EXPIRED' THEN k.remaining ELSE 0 END
                        OR k.member_id <> coalesce(t.released_to, k.member_id)
                        OR k.member_id <> coalesce(t.expired_from, k.member_id)
                        OR k.id IS NOT NULL
                            AND coalesce(t.reversed, 0) <> CASE k.state WHEN 'REVERSED' THEN k.amount ELSE 0 END"""),
            new Law("points-that-expire-are-held", "members with more points that expire than points", """
                    SELECT count(*) FROM (SELECT member_id, sum(remaining) AS remaining FROM points_credit
                        WHERE brand_id = $1 AND state = 'AVAILABLE' GROUP BY 1) AS k
                    LEFT JOIN account a ON a.owner = k.member_id AND a.kind = 'MEMBER' AND a.unit = 'POINT'
                    WHERE coalesce(a.balance, 0) < k.remaining"""),
            new Law("adjusted-once", "adjustments of points whose state and transfer do not agree", """
                    SELECT count(*) FROM (SELECT coalesce(claim_id, id) AS reference, points, member_id, decided_by,
                            made_by, CASE WHEN claim_id IS NULL THEN 'ADJUST' ELSE 'CORRECT' END AS reason
                        FROM points_adjustment WHERE brand_id = $1 AND state = 'DONE') AS a
                    FULL JOIN (SELECT * FROM transfer WHERE brand_id = $1 AND reason IN ('ADJUST', 'CORRECT')) AS t
                        ON t.reference = a.reference AND t.reason = a.reason
                    LEFT JOIN transfer w ON w.reference = a.reference AND w.reason = 'AWARD' AND w.unit = 'POINT'
                        AND a.reason = 'CORRECT'
                    LEFT JOIN points_credit k ON k.id = w.reference
                    WHERE a.decided_by = a.made_by OR (CASE t.reason
                        WHEN 'ADJUST' THEN CASE WHEN t.credit_kind = 'MEMBER'
                            THEN (t.amount, t.credit_owner, t.debit_kind) = (a.points, a.member_id, 'FUNDING')
                            ELSE (-t.amount, t.debit_owner, t.debit_kind, t.credit_kind)
                                = (a.points, a.member_id, 'MEMBER', 'FUNDING') END
                        ELSE (-t.amount, t.amount, coalesce(k.member_id, w.credit_owner))
                                = (a.points, w.amount, a.member_id)
                            AND t.debit_owner
                                = CASE t.debit_kind::text WHEN 'RESERVE' THEN w.debit_owner ELSE a.member_id END
                            AND t.credit_kind::text IN ('POOL', 'FUNDING') END) IS NOT TRUE"""),
            new Law("points-used-were-taken", "members whose points that expire were used more than taken", """
                    SELECT count(*) FROM (SELECT k.member_id, sum(k.amount - k.remaining) AS used FROM points_credit k
                        WHERE k.brand_id = $1 AND k.state <> 'PENDING' AND NOT EXISTS (SELECT 1 FROM transfer t
                            WHERE t.reference = k.id AND t.reason = 'CORRECT' AND t.debit_kind::text = 'RESERVE')
                        GROUP BY 1) AS k
                    LEFT JOIN (SELECT debit_owner AS member_id, sum(amount) AS taken FROM transfer
                        WHERE brand_id = $1 AND unit = 'POINT' AND debit_kind = 'MEMBER' AND reason <> 'EXPIRE'
                        GROUP BY 1) AS t USING (member_id)
                    WHERE k.used > coalesce(t.taken, 0)"""));

    private final Pool pool;

    LedgerCheck(Pool pool) {
        this.pool = pool;
    }

    /**
     * A law.
     *
     * @param name its name
     * @param fault the plural of what the query counts
     * @param query a query for the number of rows of the brand $1 that break it
     */
    private record Law(String name, String fault, String query) {}

    /**
     * The result of a law.
     *
     * @param name the law's name
     * @param holds whether no row breaks it
     * @param detail the number of rows that break it, in words
     */
    @Schema(name = "Law")
    public record LawResult(
            @Schema(examples = "balances-equal-transfers") String name,
            boolean holds,

            @Schema(examples = "0 accounts whose balance is not the sum of their transfers")
            String detail) {}

    /** Checks every law for one brand, all on the same snapshot. */
    Uni<List<LawResult>> run(UUID brand) {
        return pool.withTransaction(tx -> tx.query(SNAPSHOT)
                .execute()
                .flatMap(set -> Multi.createFrom()
                        .iterable(LAWS)
                        .onItem()
                        .transformToUniAndConcatenate(law -> tx.preparedQuery(law.query)
                                .execute(Tuple.of(brand))
                                .map(rows -> result(law, rows.iterator().next().getLong(0))))
                        .collect()
                        .asList()));
    }

    private static LawResult result(Law law, long faults) {
        return new LawResult(law.name, faults == 0, faults + " " + law.fault);
    }
}
