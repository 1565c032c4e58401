-- An order of any size is several lots under one number.
ALTER TABLE lot ADD COLUMN order_number text;
CREATE INDEX lot_by_order ON lot (brand_id, order_number) WHERE order_number IS NOT NULL;

ALTER TABLE lot ADD COLUMN marks integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN lot.marks IS 'grows with every change of what single codes of the lot are (honey, waste, ranges); 0 for none: the scan path reads those again only when it has grown';
