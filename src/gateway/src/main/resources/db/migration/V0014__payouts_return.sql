-- Cash that its person could have received and did not, within the days that the rules give, goes back.
ALTER TABLE payout DROP CONSTRAINT payout_state_check;
ALTER TABLE payout
    ADD COLUMN returns_at timestamptz,
    ADD CHECK (state IN ('AWARDED', 'BILLED', 'WAIT_CONFIRM', 'PAID', 'FAILED', 'EXPIRED', 'REISSUED', 'BLOCKED',
        'RETURNED'));
COMMENT ON COLUMN payout.returns_at IS 'when it goes back, if it is FAILED or EXPIRED then; null for never';
INSERT INTO payout_edge VALUES ('FAILED', 'RETURNED'), ('EXPIRED', 'RETURNED');
CREATE INDEX payout_returns ON payout (returns_at) WHERE state IN ('FAILED', 'EXPIRED') AND returns_at IS NOT NULL;

DROP VIEW reward;
-- A reward as a member sees it: the claim, and how far it has come. What expires says so when its time is over,
-- whether or not its money has gone back yet.
CREATE VIEW reward AS
SELECT c.id, c.brand_id, c.member_id, c.lot, c.serial, c.slot, c.kind, c.amount, c.unit, c.claimed_at, z.title,
       q.code AS coupon_code, q.price, coalesce(l.expires_at, q.expires_at,
           CASE WHEN p.state IN ('FAILED', 'EXPIRED') THEN p.returns_at END) AS expires_at,
       CASE
           WHEN l.state = 'LOCKED' AND l.expires_at > now() THEN 'LOCKED'
           WHEN l.state IN ('LOCKED', 'RETURNED') THEN 'RETURNED'
           WHEN c.kind = 'CASH' THEN p.state
           WHEN c.kind = 'COUPON' AND q.state = 'ISSUED' AND q.expires_at > now() THEN 'AWARDED'
           WHEN c.kind = 'COUPON' AND q.state = 'ISSUED' THEN 'EXPIRED'
           WHEN c.kind = 'COUPON' THEN q.state
           WHEN c.kind = 'GIFT' AND g.state = 'WON' THEN 'AWARDED'
           WHEN c.kind = 'GIFT' THEN g.state
           ELSE 'PAID'
       END AS state
FROM claim c
LEFT JOIN prize z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
LEFT JOIN payout p ON p.claim_id = c.id
LEFT JOIN locked_packet l ON l.claim_id = c.id
LEFT JOIN coupon q ON q.claim_id = c.id
LEFT JOIN gift g ON g.claim_id = c.id
WHERE c.kind IS NOT NULL;
