ALTER TABLE staff_key
    ADD COLUMN role text NOT NULL DEFAULT 'OWNER' CHECK (role IN ('OWNER', 'STAFF', 'STORE')),
    ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE staff_key ALTER COLUMN role DROP DEFAULT, ALTER COLUMN name DROP DEFAULT;
CREATE INDEX staff_key_by_brand ON staff_key (brand_id, id);
COMMENT ON COLUMN staff_key.role IS 'OWNER: everything; STAFF: all but keys; STORE: coupons only';
