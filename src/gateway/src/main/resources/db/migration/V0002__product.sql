CREATE TABLE product (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    name        text NOT NULL,
    gtin        text,
    created_at  timestamptz NOT NULL,
    UNIQUE (brand_id, id)
);
CREATE INDEX product_by_brand ON product (brand_id, created_at);
