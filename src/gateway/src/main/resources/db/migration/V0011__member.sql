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
