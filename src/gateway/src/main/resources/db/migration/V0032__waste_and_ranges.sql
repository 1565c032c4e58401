-- Misprints: one bit for each serial, 65,536 to a row, so that millions cost what thousands do.
CREATE TABLE lot_waste (
    lot      integer NOT NULL REFERENCES lot,
    chunk    integer NOT NULL CHECK (chunk BETWEEN 0 AND 255),
    brand_id uuid NOT NULL REFERENCES brand,
    bits     bytea NOT NULL CHECK (length(bits) = 8192),
    PRIMARY KEY (lot, chunk)
);

-- Blank codes that are bound to a product and a campaign by a range of serials.
CREATE TABLE lot_range (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    lot         integer NOT NULL REFERENCES lot,
    codes       int8range NOT NULL,
    product_id  uuid,
    campaign_id uuid,
    key_id      uuid NOT NULL REFERENCES staff_key,
    assigned_at timestamptz NOT NULL,
    FOREIGN KEY (brand_id, product_id) REFERENCES product (brand_id, id),
    FOREIGN KEY (brand_id, campaign_id) REFERENCES campaign (brand_id, id),
    CHECK (product_id IS NOT NULL OR campaign_id IS NOT NULL),
    CONSTRAINT lot_range_once EXCLUDE USING gist (codes WITH &&)
);
CREATE INDEX lot_range_by_lot ON lot_range (lot);
COMMENT ON COLUMN lot_range.codes IS 'lot × 2^24 + serial, so that one plain range tells lots apart and needs no extension';
CREATE TRIGGER lot_range_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_range
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
