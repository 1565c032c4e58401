-- Points that wait before they count, and points that expire.
ALTER TYPE account_kind ADD VALUE 'EXPIRED' AFTER 'PAID_OUT';

ALTER TABLE transfer DROP CONSTRAINT transfer_reason_check;
ALTER TABLE transfer ADD CHECK (reason IN ('FUND', 'AWARD', 'PAY', 'RETURN', 'CORRECT', 'RESERVE', 'OPEN', 'RECLAIM',
    'FEE', 'REDEEM', 'SHIP', 'EXPIRE', 'RELEASE', 'ADJUST'));
COMMENT ON COLUMN transfer.reference IS
    'FUND and RETURN: the campaign; ADJUST, and EXPIRE of what it gave: the adjustment; the others: the claim';

ALTER TABLE prize
    ADD COLUMN pending_days integer NOT NULL DEFAULT 0 CHECK (pending_days >= 0),
    ADD COLUMN valid_months integer NOT NULL DEFAULT 0 CHECK (valid_months >= 0);

-- What is remembered of points beside the balance that they are part of: those that wait, and those that expire. Points
-- that count at once and for ever have no row.
CREATE TABLE points_credit (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL,
    member_id    uuid NOT NULL,
    campaign_id  uuid,
    amount       bigint NOT NULL CHECK (amount > 0),
    remaining    bigint NOT NULL CHECK (remaining BETWEEN 0 AND amount),
    state        text NOT NULL CHECK (state IN ('PENDING', 'AVAILABLE', 'USED', 'EXPIRED', 'REVERSED')),
    available_at timestamptz,
    expires_at   timestamptz,
    CHECK (state <> 'PENDING' OR available_at IS NOT NULL AND remaining = amount),
    CHECK (state NOT IN ('USED', 'REVERSED') OR remaining = 0),
    CHECK (state NOT IN ('AVAILABLE', 'EXPIRED') OR remaining > 0)
) WITH (fillfactor = 70);
COMMENT ON COLUMN points_credit.id IS 'the claim that won them, or the adjustment that gave them';
COMMENT ON COLUMN points_credit.campaign_id IS 'null for an adjustment';
COMMENT ON COLUMN points_credit.remaining IS 'what of them was not used; of EXPIRED, what expired';
COMMENT ON COLUMN points_credit.available_at IS 'null for points that never waited';
COMMENT ON COLUMN points_credit.expires_at IS 'null for never';
CREATE INDEX points_credit_of_member ON points_credit (member_id) WHERE state IN ('PENDING', 'AVAILABLE');
CREATE INDEX points_credit_pending ON points_credit (available_at) WHERE state = 'PENDING';
CREATE INDEX points_credit_due ON points_credit (expires_at) WHERE state = 'AVAILABLE' AND expires_at IS NOT NULL;

-- What staff give, take, and take back. Above a limit it waits for a second key.
ALTER TABLE brand ADD COLUMN adjustment_limit bigint NOT NULL DEFAULT 1000 CHECK (adjustment_limit >= 0);
COMMENT ON COLUMN brand.adjustment_limit IS 'how many points a key adjusts in 24 hours without a second one';

CREATE TABLE point_adjustment (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL REFERENCES brand,
    member_id    uuid NOT NULL,
    points       bigint NOT NULL CHECK (points <> 0),
    claim_id     uuid,
    campaign_id  uuid,
    valid_months integer NOT NULL CHECK (valid_months >= 0),
    reason       text NOT NULL,
    state        text NOT NULL CHECK (state IN ('WAITING', 'DONE', 'REFUSED')),
    request_key  text,
    made_by      uuid NOT NULL REFERENCES staff_key,
    made_at      timestamptz NOT NULL,
    decided_by   uuid REFERENCES staff_key,
    decided_at   timestamptz,
    CONSTRAINT point_adjustment_request_once UNIQUE (made_by, request_key),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state <> 'WAITING' OR decided_by IS NULL),
    CHECK (state <> 'REFUSED' OR decided_by IS NOT NULL),
    CONSTRAINT point_adjustment_by_two CHECK (state <> 'DONE' OR decided_by <> made_by),
    CHECK ((claim_id IS NULL) = (campaign_id IS NULL) AND (claim_id IS NULL OR points < 0)),
    CHECK (valid_months = 0 OR points > 0)
);
COMMENT ON COLUMN point_adjustment.points IS 'what the member gains, or loses where it is below zero';
COMMENT ON COLUMN point_adjustment.claim_id IS 'the award that it takes back; null for another reason';
COMMENT ON COLUMN point_adjustment.decided_by IS 'the second key; null while it waits, and when none was needed';
CREATE UNIQUE INDEX point_adjustment_reverses_once ON point_adjustment (claim_id) WHERE state <> 'REFUSED';
CREATE INDEX point_adjustment_by_brand ON point_adjustment (brand_id, id);
CREATE INDEX point_adjustment_by_state ON point_adjustment (brand_id, state, id);
CREATE INDEX point_adjustment_alone ON point_adjustment (made_by, made_at) INCLUDE (points)
    WHERE state = 'DONE' AND decided_by IS NULL;

DROP VIEW reward;
-- A reward as a member sees it: the claim, and how far it has come. What expires says so when its time is over,
-- whether or not its money has gone back yet.
CREATE VIEW reward AS
SELECT c.id, c.brand_id, c.member_id, c.lot, c.serial, c.slot, c.kind, c.amount, c.unit, c.claimed_at, z.title,
       q.code AS coupon_code, q.price, coalesce(l.expires_at, q.expires_at,
           CASE WHEN p.state IN ('FAILED', 'EXPIRED') THEN p.returns_at END,
           CASE WHEN k.state IN ('PENDING', 'AVAILABLE', 'EXPIRED') THEN k.expires_at END) AS expires_at,
       CASE WHEN k.state = 'PENDING' THEN k.available_at END AS available_at,
       CASE
           WHEN l.state = 'LOCKED' AND l.expires_at > now() THEN 'LOCKED'
           WHEN l.state IN ('LOCKED', 'RETURNED') THEN 'RETURNED'
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
LEFT JOIN prize z ON z.campaign_id = c.campaign_id AND z.line = c.prize_line
LEFT JOIN payout p ON p.claim_id = c.id
LEFT JOIN locked_packet l ON l.claim_id = c.id
LEFT JOIN coupon q ON q.claim_id = c.id
LEFT JOIN gift g ON g.claim_id = c.id
LEFT JOIN points_credit k ON k.id = c.id
LEFT JOIN point_adjustment r ON r.claim_id = c.id AND r.state = 'DONE'
WHERE c.kind IS NOT NULL;
