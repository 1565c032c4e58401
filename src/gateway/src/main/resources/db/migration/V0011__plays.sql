-- RESERVE belongs to a campaign: what is set aside for packets that are locked and for the fees of coupons that may be
-- redeemed. STORE belongs to a staff key: what its store has earned.
ALTER TYPE account_kind ADD VALUE 'RESERVE' BEFORE 'MEMBER';
ALTER TYPE account_kind ADD VALUE 'STORE' AFTER 'MEMBER';

ALTER TABLE transfer DROP CONSTRAINT transfer_reason_check;
ALTER TABLE transfer ADD CHECK (reason IN ('FUND', 'AWARD', 'PAY', 'RETURN', 'CORRECT', 'RESERVE', 'OPEN', 'RECLAIM',
    'FEE', 'REDEEM', 'SHIP', 'EXPIRE'));
COMMENT ON COLUMN transfer.reference IS 'FUND and RETURN: the campaign; CORRECT: a fresh id; the others: the claim';

-- What can be won beside money and points, what is not drawn but given by a rule, and what it costs at most.
ALTER TABLE prize DROP CONSTRAINT prize_kind_check;
ALTER TABLE prize
    ADD CHECK (kind IN ('CASH', 'POINTS', 'COUPON', 'GIFT', 'PIECE', 'THANKS')),
    ADD COLUMN amount_max  bigint,
    ADD COLUMN title       text NOT NULL DEFAULT '',
    ADD COLUMN valid_days  integer NOT NULL DEFAULT 0 CHECK (valid_days >= 0),
    ADD COLUMN price       bigint NOT NULL DEFAULT 0 CHECK (price >= 0),
    ADD COLUMN store_fee   bigint NOT NULL DEFAULT 0 CHECK (store_fee >= 0),
    ADD COLUMN locked_days integer NOT NULL DEFAULT 0 CHECK (locked_days >= 0),
    ADD COLUMN bonus       text CHECK (bonus IN ('SET', 'NTH')),
    ADD COLUMN nth         integer CHECK (nth > 0),
    ADD COLUMN per         text CHECK (per IN ('DAY', 'WEEK', 'MONTH', 'EVER')),
    ADD CHECK ((bonus = 'NTH') IS TRUE = (nth IS NOT NULL) AND (nth IS NULL) = (per IS NULL));
UPDATE prize SET amount_max = amount;
ALTER TABLE prize
    ALTER COLUMN amount_max SET NOT NULL,
    ADD CHECK (amount_max >= amount),
    ADD COLUMN total bigint GENERATED ALWAYS AS
        (count / 2 * (amount + amount_max) + count % 2 * ((amount + amount_max) / 2)) STORED;
COMMENT ON COLUMN prize.total IS 'what all prizes of the line cost together, before any multiplier';

ALTER TABLE campaign
    ADD COLUMN tags         text NOT NULL DEFAULT '',
    ADD COLUMN multipliers  text NOT NULL DEFAULT '',
    ADD COLUMN points_times integer NOT NULL DEFAULT 1 CHECK (points_times BETWEEN 1 AND 10),
    ADD COLUMN look         text NOT NULL DEFAULT 'PACKET' CHECK (look IN ('PACKET', 'WHEEL'));
COMMENT ON COLUMN campaign.tags IS 'as in the text of the rules';
COMMENT ON COLUMN campaign.multipliers IS 'as in the text of the rules, a line each';
COMMENT ON COLUMN campaign.points_times IS 'the largest factor of the multipliers';

CREATE TABLE member_tag (
    member_id uuid NOT NULL,
    tag       text NOT NULL,
    brand_id  uuid NOT NULL,
    PRIMARY KEY (member_id, tag)
);

ALTER TABLE claim ADD COLUMN drawn_line integer;
COMMENT ON COLUMN claim.drawn_line IS 'what was drawn, where a bonus was given in its place';

-- A prize that the person's next claim of the campaign opens, until it expires.
CREATE TABLE locked_packet (
    claim_id    uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    campaign_id uuid NOT NULL,
    member_id   uuid NOT NULL,
    kind        text NOT NULL,
    amount      bigint NOT NULL CHECK (amount > 0),
    unit        text NOT NULL,
    state       text NOT NULL CHECK (state IN ('LOCKED', 'OPENED', 'RETURNED')),
    expires_at  timestamptz NOT NULL,
    opened_by   uuid,
    CHECK ((state = 'OPENED') = (opened_by IS NOT NULL))
);
COMMENT ON COLUMN locked_packet.opened_by IS 'the claim that opened it';
CREATE INDEX locked_packet_of_member ON locked_packet (member_id, campaign_id, expires_at) WHERE state = 'LOCKED';
CREATE INDEX locked_packet_due ON locked_packet (expires_at) WHERE state = 'LOCKED';

CREATE TABLE coupon (
    claim_id    uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    campaign_id uuid NOT NULL,
    member_id   uuid NOT NULL,
    code        text NOT NULL UNIQUE,
    title       text NOT NULL,
    price       bigint NOT NULL,
    store_fee   bigint NOT NULL,
    currency    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('ISSUED', 'REDEEMED', 'EXPIRED')),
    expires_at  timestamptz NOT NULL,
    redeemed_at timestamptz,
    redeemed_by uuid,
    CHECK ((state = 'REDEEMED') = (redeemed_at IS NOT NULL) AND (redeemed_at IS NULL) = (redeemed_by IS NULL))
);
COMMENT ON COLUMN coupon.redeemed_by IS 'the staff key of the store';
CREATE INDEX coupon_due ON coupon (expires_at) WHERE state = 'ISSUED';
CREATE INDEX coupon_by_brand ON coupon (brand_id, claim_id);

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
    CHECK ((state = 'WON') = (sealed_address IS NULL)),
    CHECK ((state = 'SHIPPED') = (shipped_at IS NOT NULL))
);
COMMENT ON COLUMN gift.sealed_address IS 'under the key-encryption key: who gets it and where';
CREATE INDEX gift_by_state ON gift (brand_id, state, claim_id);

DROP VIEW reward;
-- A reward as a member sees it: the claim, and how far it has come. What expires says so when its time is over,
-- whether or not its money has gone back yet.
CREATE VIEW reward AS
SELECT c.id, c.brand_id, c.member_id, c.lot, c.serial, c.slot, c.kind, c.amount, c.unit, c.claimed_at, z.title,
       q.code AS coupon_code, q.price, coalesce(l.expires_at, q.expires_at) AS expires_at,
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
