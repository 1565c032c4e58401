-- One scan pays several: what a consumer's claim gives to the store, the guide and the dealer, in the same commit. Such
-- a claim takes no position of its own; it follows another.
ALTER TABLE claim
    ALTER COLUMN position DROP NOT NULL,
    ADD COLUMN linked_to  uuid,
    ADD COLUMN partner_id uuid,
    ADD CONSTRAINT claim_linked CHECK ((position IS NULL) = (linked_to IS NOT NULL));
COMMENT ON COLUMN claim.linked_to IS 'the consumer''s claim that it came with; null where it was drawn';
COMMENT ON COLUMN claim.partner_id IS 'the store or dealer that the person earned it at; null for a consumer';
CREATE INDEX claim_by_partner ON claim (partner_id, claimed_at) WHERE partner_id IS NOT NULL;

ALTER TABLE prize ADD COLUMN slot text CHECK (slot IN ('STORE', 'GUIDE', 'DEALER'));
COMMENT ON COLUMN prize.slot IS 'whose reward it is, where it comes with a consumer''s claim; null for the consumer''s own';

-- Why a slot that a campaign has was not paid, where somebody may ask.
CREATE TABLE unlinked_slot (
    lot        integer NOT NULL,
    serial     integer NOT NULL,
    slot       claim_slot NOT NULL,
    brand_id   uuid NOT NULL,
    partner_id uuid NOT NULL,
    rule       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (lot, serial, slot)
);
