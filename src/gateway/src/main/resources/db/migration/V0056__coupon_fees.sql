-- Who of a store redeemed a coupon, and why the store earned no fee by it.
ALTER TABLE coupon
    ADD COLUMN redeemed_member uuid,
    ADD COLUMN kept_back text CHECK (kept_back IN ('SAME_PERSON')),
    ADD CHECK (state = 'REDEEMED' OR redeemed_member IS NULL AND kept_back IS NULL);
COMMENT ON COLUMN coupon.redeemed_by IS 'the staff key of the store, or the store that is a partner';
COMMENT ON COLUMN coupon.redeemed_member IS 'the person of the store who did it; null for a key';
COMMENT ON COLUMN coupon.kept_back IS 'the rule by which the fee went back; null where the store earned it, or there was none';
CREATE INDEX coupon_by_redeemer ON coupon (redeemed_member, redeemed_at) WHERE redeemed_member IS NOT NULL;
