CREATE TABLE member (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL,
    scans        bigint NOT NULL,
    claims       bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX member_by_brand ON member (brand_id, created_at);

-- Epochs of the cookies of those who have ended some; the person is a pseudonym that no brand sees.
CREATE TABLE cookie_epoch (
    person     uuid PRIMARY KEY,
    epoch      integer NOT NULL CHECK (epoch > 0),
    form       bytea NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON COLUMN cookie_epoch.form IS 'SHA-256 of the token of the form that ended them, so that it can be sent twice';
CREATE INDEX cookie_epoch_by_change ON cookie_epoch (changed_at);

CREATE TABLE member_tag (
    member_id uuid NOT NULL,
    tag       text NOT NULL,
    brand_id  uuid NOT NULL,
    PRIMARY KEY (member_id, tag)
);

CREATE TABLE gift (
    claim_id       uuid PRIMARY KEY,
    brand_id       uuid NOT NULL,
    member_id      uuid NOT NULL,
    title          text NOT NULL,
    state          text NOT NULL CHECK (state IN ('WON', 'ADDRESSED', 'SHIPPED')),
    sealed_address bytea,
    tracking       text,
    addressed_at   timestamptz,
    shipped_at     timestamptz,
    written_in     bigint NOT NULL DEFAULT txid_current(),
    CHECK (state <> 'WON' OR sealed_address IS NULL),
    CHECK (state <> 'ADDRESSED' OR sealed_address IS NOT NULL),
    CHECK ((state = 'SHIPPED') = (shipped_at IS NOT NULL))
);
COMMENT ON COLUMN gift.sealed_address IS
    'the recipient and the address, sealed as brand.sealed_key is; null before one is given, and again some time after the shipment';
CREATE INDEX gift_sealed_under ON gift (substr(sealed_address, 1, 9)) WHERE sealed_address IS NOT NULL;
CREATE INDEX gift_by_state ON gift (brand_id, state, claim_id);
CREATE INDEX gift_address_kept ON gift (shipped_at) WHERE state = 'SHIPPED' AND sealed_address IS NOT NULL;
CREATE INDEX gift_written ON gift USING brin (written_in);
CREATE TRIGGER gift_written BEFORE UPDATE ON gift FOR EACH ROW EXECUTE FUNCTION mark_written();

-- A reward as a member sees it: the claim, and how far it has come. What expires says so when its time is over,
-- whether or not its money has gone back yet.
CREATE VIEW reward AS
SELECT c.id, c.brand_id, c.member_id, c.campaign_id, c.lot, c.serial, c.slot, c.kind, c.amount, c.unit,
       c.claimed_at, z.title,
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
LEFT JOIN gift g ON g.claim_id = c.id
LEFT JOIN points_credit k ON k.id = c.id
LEFT JOIN points_adjustment r ON r.claim_id = c.id AND r.state = 'DONE'
WHERE c.kind IS NOT NULL;
