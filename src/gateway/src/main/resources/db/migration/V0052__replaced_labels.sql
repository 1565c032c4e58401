-- A code that took the place of another, which is waste from then on. A row for good.
CREATE TABLE pack_replacement (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    by_lot      integer NOT NULL,
    by_serial   integer NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid NOT NULL
);
CREATE INDEX pack_replacement_by_code ON pack_replacement (lot, serial);
CREATE TRIGGER pack_replacement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON pack_replacement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whoever opened the old label has opened the case, and whoever stood for it stands for the case still.
ALTER TABLE case_opening
    ADD COLUMN of_lot    integer,
    ADD COLUMN of_serial integer,
    ADD CONSTRAINT case_opening_inherited CHECK ((of_lot IS NULL) = (of_serial IS NULL));
COMMENT ON COLUMN case_opening.of_lot IS
    'the label that was opened, where this one took its place later; the reward is that label''s, and not drawn again';
ALTER TABLE guide_bond
    ADD COLUMN of_lot    integer,
    ADD COLUMN of_serial integer,
    ADD CONSTRAINT guide_bond_inherited CHECK ((of_lot IS NULL) = (of_serial IS NULL));
COMMENT ON COLUMN guide_bond.of_lot IS 'the label that was scanned, where this one took its place later';
