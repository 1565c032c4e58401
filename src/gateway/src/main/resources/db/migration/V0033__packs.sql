-- Which lot's codes are on the packs of this one's: code s is in pack s / pack. Arithmetic, so it costs no row.
ALTER TABLE lot ADD COLUMN parent_number integer REFERENCES lot;
ALTER TABLE lot ADD COLUMN pack integer CHECK (pack BETWEEN 1 AND 100000);
ALTER TABLE lot ADD CONSTRAINT lot_pack_with_parent CHECK ((parent_number IS NULL) = (pack IS NULL));
COMMENT ON COLUMN lot.pack IS 'how many codes of this lot are in one pack; the pack''s own code is that of the parent lot';
