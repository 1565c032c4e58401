CREATE TABLE product (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    name        text NOT NULL,
    gtin        text,
    created_at  timestamptz NOT NULL,
    UNIQUE (brand_id, id)
);
CREATE INDEX product_by_brand ON product (brand_id, created_at);

CREATE TABLE campaign (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL REFERENCES brand,
    name         text NOT NULL,
    state        text NOT NULL CHECK (state IN ('DRAFT', 'RUNNING', 'ENDED')),
    starts_at    timestamptz,
    ends_at      timestamptz,
    claims       integer NOT NULL CHECK (claims > 0),
    currency     text NOT NULL,
    sealed_seed  bytea,
    commitment   bytea,
    created_at   timestamptz NOT NULL,
    published_at timestamptz,
    ended_at     timestamptz,
    UNIQUE (brand_id, id),
    CHECK (starts_at < ends_at),
    CHECK ((state = 'DRAFT') = (sealed_seed IS NULL)),
    CHECK ((state = 'DRAFT') = (commitment IS NULL))
);
CREATE INDEX campaign_by_brand ON campaign (brand_id, created_at);
COMMENT ON COLUMN campaign.sealed_seed IS 'the seed of the draw, AES-GCM under the key-encryption key, bound to the campaign''s id';

CREATE TABLE prize (
    campaign_id uuid NOT NULL REFERENCES campaign,
    line        integer NOT NULL CHECK (line >= 0),
    brand_id    uuid NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('CASH', 'POINTS')),
    amount      bigint NOT NULL CHECK (amount > 0),
    count       integer NOT NULL CHECK (count > 0),
    PRIMARY KEY (campaign_id, line)
);

CREATE TABLE lot (
    number      integer PRIMARY KEY CHECK (number BETWEEN 0 AND 1048575),
    brand_id    uuid NOT NULL REFERENCES brand,
    kind        text NOT NULL CHECK (kind IN ('ITEM_INNER', 'ITEM_OUTER', 'CASE_INNER', 'CASE_OUTER', 'PALLET')),
    size        integer NOT NULL CHECK (size BETWEEN 1 AND 16777216),
    state       text NOT NULL CHECK (state IN ('MINTED', 'ACTIVE', 'FROZEN', 'VOID')),
    product_id  uuid,
    campaign_id uuid,
    label       text,
    request_key text,
    created_at  timestamptz NOT NULL,
    CONSTRAINT lot_request_once UNIQUE (brand_id, request_key),
    FOREIGN KEY (brand_id, product_id) REFERENCES product (brand_id, id),
    FOREIGN KEY (brand_id, campaign_id) REFERENCES campaign (brand_id, id)
);
COMMENT ON COLUMN lot.number IS 'random, so that a neighbour''s number says nothing; printed in clear as four symbols';
COMMENT ON COLUMN lot.request_key IS 'the Idempotency-Key of the request that made it';
CREATE INDEX lot_by_brand ON lot (brand_id, number);
