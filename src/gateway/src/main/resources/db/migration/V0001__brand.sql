-- A brand owns everything else here: every row of every table names its brand.
CREATE TABLE brand (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    host        text UNIQUE,
    organiser   text,
    contact     text,
    colour      text NOT NULL,
    logo        bytea,
    currency    text NOT NULL,
    sealed_key  bytea NOT NULL,
    created_at  timestamptz NOT NULL
);
COMMENT ON COLUMN brand.sealed_key IS 'the brand key, AES-GCM under the key-encryption key, bound to the brand''s id';

-- Keys of staff: only a digest is stored, so a copy of the database opens no door.
CREATE TABLE staff_key (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    digest      bytea NOT NULL UNIQUE,
    founding    boolean NOT NULL,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);
COMMENT ON COLUMN staff_key.founding IS 'the deployment''s first key, which may also make brands';
CREATE UNIQUE INDEX staff_key_one_founder ON staff_key (founding) WHERE founding;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TABLE audit (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    key_id      uuid NOT NULL REFERENCES staff_key,
    action      text NOT NULL,
    subject     text NOT NULL,
    happened_at timestamptz NOT NULL
);
CREATE INDEX audit_by_brand ON audit (brand_id, happened_at);
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
