-- The tables that a claim writes carry no foreign keys: each would lock a hot parent row once per claim. The laws
-- that /api/v1/ledger/check runs look for orphans instead.

CREATE TYPE claim_slot AS ENUM ('CONSUMER', 'STORE', 'GUIDE', 'DEALER', 'SHARE');

-- The counter that orders the claims of a campaign. Whoever holds its row lock holds the order.
CREATE TABLE pool (
    campaign_id   uuid PRIMARY KEY REFERENCES campaign,
    brand_id      uuid NOT NULL,
    claims        integer NOT NULL CHECK (claims > 0),
    next_position integer NOT NULL CHECK (next_position BETWEEN 0 AND claims),
    closed        boolean NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE claim (
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    slot        claim_slot NOT NULL,
    id          uuid NOT NULL,
    brand_id    uuid NOT NULL,
    member_id   uuid NOT NULL,
    campaign_id uuid NOT NULL,
    position    integer NOT NULL,
    prize_line  integer,
    kind        text,
    amount      bigint,
    unit        text,
    claimed_at  timestamptz NOT NULL,
    CONSTRAINT claim_once PRIMARY KEY (lot, serial, slot),
    CONSTRAINT claim_position_once UNIQUE (campaign_id, position),
    CHECK ((prize_line IS NULL) = (kind IS NULL) AND (kind IS NULL) = (amount IS NULL)
        AND (amount IS NULL) = (unit IS NULL))
);
CREATE INDEX claim_by_member ON claim (member_id, claimed_at);
CREATE TRIGGER claim_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE member (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL,
    scans        bigint NOT NULL,
    claims       bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX member_by_brand ON member (brand_id, created_at);

CREATE TABLE scan (
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    scanned_at  timestamptz NOT NULL,
    member_id   uuid NOT NULL,
    brand_id    uuid NOT NULL,
    nth         bigint NOT NULL,
    counted     boolean NOT NULL,
    claim       boolean NOT NULL,
    latitude    double precision,
    longitude   double precision,
    accuracy_m  double precision
);
CREATE INDEX scan_by_code ON scan (lot, serial, scanned_at);
COMMENT ON COLUMN scan.counted IS 'false when the same person''s scan of the same code was counted within ten minutes before';
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- First answers, for requests that carry an Idempotency-Key. The scope is a pseudonym of the person.
CREATE TABLE first_answer (
    scope       uuid NOT NULL,
    key         text NOT NULL,
    brand_id    uuid NOT NULL,
    request     text NOT NULL,
    answer      text NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
