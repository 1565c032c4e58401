-- A reward as a member sees it: the claim, and how far it has come. What expires says so when its time is over,
-- whether or not its money has gone back yet.
CREATE VIEW reward AS
SELECT c.id, c.brand_id, c.member_id, c.campaign_id, c.lot, c.serial, c.slot, c.kind, c.amount, c.unit,
       c.claimed_at, z.title, t.test, q.redeemed_at, s.name AS redeemed_in,
       q.code AS coupon_code, q.price, coalesce(l.expires_at, q.expires_at,
           CASE WHEN p.state IN ('FAILED', 'EXPIRED') THEN p.returns_at END,
           CASE WHEN k.state IN ('PENDING', 'AVAILABLE', 'EXPIRED') THEN k.expires_at END) AS expires_at,
       CASE WHEN k.state = 'PENDING' THEN k.available_at END AS available_at,
       CASE
           WHEN l.state = 'LOCKED' AND l.expires_at > now() THEN 'LOCKED'
           WHEN l.state IN ('LOCKED', 'RETURNED') THEN 'RETURNED'
           WHEN p.state IN ('FAILED', 'EXPIRED') AND p.payee_retries >= 10 THEN 'BLOCKED'
           WHEN c.kind = 'CASH' THEN p.state
           WHEN r.id IS NOT NULL THEN 'REVERSED'
           WHEN k.state = 'PENDING' THEN 'PENDING'
           WHEN k.state = 'EXPIRED' OR k.state = 'AVAILABLE' AND k.expires_at <= now() THEN 'EXPIRED'
           WHEN c.kind = 'COUPON' AND q.state = 'ISSUED' AND q.expires_at > now() THEN 'AWARDED'
           WHEN c.kind = 'COUPON' AND q.state = 'ISSUED' THEN 'EXPIRED'
           WHEN c.kind = 'COUPON' THEN q.state
           WHEN c.kind = 'GIFT' AND g.state = 'WON' THEN 'AWARDED'
           WHEN c.kind = 'GIFT' THEN g.state
           ELSE 'PAID'
       END AS state
FROM claim c
LEFT JOIN pool_line z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
LEFT JOIN payout p ON p.claim_id = c.id
LEFT JOIN locked_packet l ON l.claim_id = c.id
LEFT JOIN coupon q ON q.claim_id = c.id
LEFT JOIN partner s ON s.id = q.redeemed_by
LEFT JOIN lot t ON t.number = c.lot
LEFT JOIN gift g ON g.claim_id = c.id
LEFT JOIN points_credit k ON k.id = c.id
LEFT JOIN points_adjustment r ON r.claim_id = c.id AND r.state = 'DONE'
WHERE c.kind IS NOT NULL;
