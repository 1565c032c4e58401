CREATE TABLE coupon (
    claim_id        uuid PRIMARY KEY,
    brand_id        uuid NOT NULL,
    campaign_id     uuid NOT NULL,
    member_id       uuid NOT NULL,
    code            text NOT NULL UNIQUE,
    title           text NOT NULL,
    price           bigint NOT NULL,
    store_fee       bigint NOT NULL,
    currency        text NOT NULL,
    state           text NOT NULL CHECK (state IN ('ISSUED', 'REDEEMED', 'EXPIRED')),
    expires_at      timestamptz NOT NULL,
    redeemed_at     timestamptz,
    redeemed_by     uuid,
    redeemed_member uuid,
    redeemed_with   text,
    kept_back       text CHECK (kept_back IN ('SAME_PERSON')),
    written_in      bigint NOT NULL DEFAULT txid_current(),
    CHECK ((state = 'REDEEMED') = (redeemed_at IS NOT NULL) AND (redeemed_at IS NULL) = (redeemed_by IS NULL)),
    CHECK (state = 'REDEEMED' OR redeemed_member IS NULL AND redeemed_with IS NULL AND kept_back IS NULL)
);
COMMENT ON COLUMN coupon.redeemed_by IS 'the staff key of the store, or the store that is a partner';
COMMENT ON COLUMN coupon.redeemed_member IS 'the person of the store who did it; null for a key';
COMMENT ON COLUMN coupon.redeemed_with IS
    'the Idempotency-Key of the redemption, which tells its repetition from another one; null for none';
COMMENT ON COLUMN coupon.kept_back IS
    'the rule by which the fee went back; null where the store earned it, or there was none';
CREATE INDEX coupon_due ON coupon (expires_at) WHERE state = 'ISSUED';
CREATE INDEX coupon_by_state ON coupon (brand_id, state, claim_id);
CREATE INDEX coupon_written ON coupon USING brin (written_in);
CREATE TRIGGER coupon_written BEFORE UPDATE ON coupon FOR EACH ROW EXECUTE FUNCTION mark_written();
CREATE INDEX coupon_by_redeemer ON coupon (redeemed_member, redeemed_at) WHERE redeemed_member IS NOT NULL;
