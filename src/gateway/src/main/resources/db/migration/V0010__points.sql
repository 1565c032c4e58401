-- Points beside the balance that they are part of: those that wait, and those that expire. Points that count at once
-- and for ever have no row.
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
    written_in   bigint NOT NULL DEFAULT txid_current(),
    CHECK (state <> 'PENDING' OR available_at IS NOT NULL AND remaining = amount),
    CHECK (state NOT IN ('USED', 'REVERSED') OR remaining = 0),
    CHECK (state NOT IN ('AVAILABLE', 'EXPIRED') OR remaining > 0)
) WITH (fillfactor = 70);
COMMENT ON COLUMN points_credit.id IS 'the claim that won them, or the adjustment that gave them';
COMMENT ON COLUMN points_credit.campaign_id IS 'null for an adjustment';
COMMENT ON COLUMN points_credit.remaining IS 'the unused part of them; of EXPIRED, the part that expired';
COMMENT ON COLUMN points_credit.available_at IS 'null for points that never waited';
COMMENT ON COLUMN points_credit.expires_at IS 'null for never';
CREATE INDEX points_credit_of_member ON points_credit (member_id) WHERE state IN ('PENDING', 'AVAILABLE');
CREATE INDEX points_credit_pending ON points_credit (available_at) WHERE state = 'PENDING';
CREATE INDEX points_credit_due ON points_credit (expires_at) WHERE state = 'AVAILABLE' AND expires_at IS NOT NULL;
CREATE INDEX points_credit_written ON points_credit USING brin (written_in);
CREATE TRIGGER points_credit_written BEFORE UPDATE ON points_credit FOR EACH ROW EXECUTE FUNCTION mark_written();

-- Points that staff give, take, and take back. Above a limit an adjustment waits for a second key.
CREATE TABLE points_adjustment (
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
    written_in   bigint NOT NULL DEFAULT txid_current(),
    CONSTRAINT points_adjustment_request_once UNIQUE (made_by, request_key),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state <> 'WAITING' OR decided_by IS NULL),
    CHECK (state <> 'REFUSED' OR decided_by IS NOT NULL),
    CONSTRAINT points_adjustment_by_two CHECK (state <> 'DONE' OR decided_by <> made_by),
    CHECK ((claim_id IS NULL) = (campaign_id IS NULL) AND (claim_id IS NULL OR points < 0)),
    CHECK (valid_months = 0 OR points > 0)
);
COMMENT ON COLUMN points_adjustment.points IS 'gained by the member, or lost where below zero';
COMMENT ON COLUMN points_adjustment.claim_id IS 'the award that it takes back; null for another reason';
COMMENT ON COLUMN points_adjustment.decided_by IS 'the second key; null while it waits, and when none was needed';
CREATE UNIQUE INDEX points_adjustment_reverses_once ON points_adjustment (claim_id) WHERE state <> 'REFUSED';
CREATE INDEX points_adjustment_by_brand ON points_adjustment (brand_id, id);
CREATE INDEX points_adjustment_by_state ON points_adjustment (brand_id, state, id);
CREATE INDEX points_adjustment_written ON points_adjustment USING brin (written_in);
CREATE TRIGGER points_adjustment_written BEFORE UPDATE ON points_adjustment
    FOR EACH ROW EXECUTE FUNCTION mark_written();
CREATE INDEX points_adjustment_alone ON points_adjustment (made_by, made_at) INCLUDE (points)
    WHERE state = 'DONE' AND decided_by IS NULL;
