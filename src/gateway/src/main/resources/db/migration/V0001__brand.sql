-- Owner of everything else here: every row of every table names its brand.
CREATE TABLE brand (
    id               uuid PRIMARY KEY,
    name             text NOT NULL,
    host             text UNIQUE,
    pending_host     text,
    organiser        text,
    contact          text,
    colour           text NOT NULL,
    logo             bytea,
    currency         text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    time_zone        text NOT NULL,
    first_published_at timestamptz,
    jurisdiction     text NOT NULL DEFAULT 'CN' CHECK (jurisdiction IN ('CN', 'NONE')),
    self_scan        text NOT NULL DEFAULT 'SAME_DEVICE'
        CHECK (self_scan IN ('SAME_PERSON', 'SAME_DEVICE', 'SAME_NETWORK')),
    adjustment_limit bigint NOT NULL DEFAULT 1000 CHECK (adjustment_limit >= 0),
    campaign_limit   bigint CHECK (campaign_limit >= 0),
    publish_limit    bigint CHECK (publish_limit >= 0),
    payout_limit     bigint CHECK (payout_limit >= 0),
    sealed_key       bytea NOT NULL,
    created_at       timestamptz NOT NULL
);
COMMENT ON COLUMN brand.pending_host IS 'host that an owner has named and not proven yet: nothing is printed with it';
COMMENT ON COLUMN brand.currency IS 'of its money, ISO 4217';
COMMENT ON COLUMN brand.time_zone IS
    'of its days and hours, a name of the IANA database as the service has it: no statement asks this database for it';
COMMENT ON COLUMN brand.first_published_at IS
    'when its first campaign was published: from then on it has money, and keeps currency and time zone';
COMMENT ON COLUMN brand.campaign_limit IS 'the most that prizes of a campaign are worth; null for the deployment''s';
COMMENT ON COLUMN brand.publish_limit IS 'the most that all prizes published in a day are worth; null as above';
COMMENT ON COLUMN brand.payout_limit IS 'the most that is sent out for payment in a day; null as above';
COMMENT ON COLUMN brand.jurisdiction IS 'the law that its campaigns are checked against when they are published';
COMMENT ON COLUMN brand.self_scan IS 'the loosest rule that keeps a reward back; each contains those before it';
COMMENT ON COLUMN brand.adjustment_limit IS 'points that a key adjusts in 24 hours without a second one';
COMMENT ON COLUMN brand.sealed_key IS
    'the brand key, sealed under the key-encryption key that its first 9 bytes name, bound to the brand''s id';
CREATE INDEX brand_sealed_under ON brand (substr(sealed_key, 1, 9));

-- Keys of staff: only a digest is stored, so a copy of the database opens no door.
CREATE TABLE staff_key (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    digest      bytea NOT NULL UNIQUE,
    role        text NOT NULL CHECK (role IN ('FOUNDER', 'OWNER', 'STAFF', 'STORE')),
    name        text NOT NULL,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
COMMENT ON COLUMN staff_key.role IS 'FOUNDER: what concerns the deployment, too; OWNER: everything; STAFF: all but keys; STORE: coupons only';
CREATE INDEX staff_key_by_brand ON staff_key (brand_id, id);
