-- Tables that a claim writes, here and in later files, carry no foreign keys: each would lock a hot parent row once per
-- claim. The laws that /api/v1/ledger/check runs look for orphans instead.

CREATE TYPE claim_slot AS ENUM ('CONSUMER', 'STORE', 'GUIDE', 'DEALER', 'SHARE');

-- Claims of a code's slots. One scan pays several: what a consumer's claim gives to the store, the guide and the dealer
-- comes in the same commit. Such a claim takes no position of its own; it follows another.
CREATE TABLE claim (
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    slot        claim_slot NOT NULL,
    id          uuid NOT NULL,
    brand_id    uuid NOT NULL,
    member_id   uuid NOT NULL,
    campaign_id uuid NOT NULL,
    position    integer CHECK (position >= 0),
    prize_line  integer,
    drawn_line  integer,
    kind        text,
    amount      bigint,
    unit        text,
    linked_to   uuid,
    partner_id  uuid,
    claimed_at  timestamptz NOT NULL,
    written_in  bigint NOT NULL DEFAULT txid_current(),
    CONSTRAINT claim_once PRIMARY KEY (lot, serial, slot),
    CONSTRAINT claim_linked CHECK ((position IS NULL) = (linked_to IS NOT NULL)),
    CHECK ((prize_line IS NULL) = (kind IS NULL) AND (kind IS NULL) = (amount IS NULL)
        AND (amount IS NULL) = (unit IS NULL))
);
COMMENT ON COLUMN claim.drawn_line IS 'the line that was drawn, where a bonus was given in its place';
COMMENT ON COLUMN claim.linked_to IS 'the consumer''s claim that it came with; null where it was drawn';
COMMENT ON COLUMN claim.partner_id IS 'the store or dealer that the person earned it at; null for a consumer';
-- A claim that follows another has no position: it need not stand in this index.
CREATE UNIQUE INDEX claim_position_once ON claim (campaign_id, position) WHERE position IS NOT NULL;
CREATE INDEX claim_by_member ON claim (member_id, claimed_at);
-- An index of blocks costs a new row next to nothing.
CREATE INDEX claim_written ON claim USING brin (written_in);
CREATE TRIGGER claim_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Prize that the person's next claim of the campaign opens, until it expires.
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
    written_in  bigint NOT NULL DEFAULT txid_current(),
    CHECK ((state = 'OPENED') = (opened_by IS NOT NULL))
);
COMMENT ON COLUMN locked_packet.opened_by IS 'the claim that opened it';
CREATE INDEX locked_packet_of_member ON locked_packet (member_id, campaign_id, expires_at) WHERE state = 'LOCKED';
CREATE INDEX locked_packet_due ON locked_packet (expires_at) WHERE state = 'LOCKED';
CREATE INDEX locked_packet_written ON locked_packet USING brin (written_in);
CREATE TRIGGER locked_packet_written BEFORE UPDATE ON locked_packet FOR EACH ROW EXECUTE FUNCTION mark_written();
