-- Whether codes may be minted into files that anybody can read; no row for yes.
CREATE TABLE custody_policy (
    brand_id     uuid PRIMARY KEY REFERENCES brand,
    plain_copies boolean NOT NULL
);

-- Who got a copy of a lot's codes. The copies of a lot are named all at once, before any is written.
CREATE TABLE lot_copy (
    lot         integer NOT NULL REFERENCES lot,
    place       integer NOT NULL CHECK (place BETWEEN 0 AND 15),
    brand_id    uuid NOT NULL REFERENCES brand,
    recipient   text NOT NULL,
    encryption  text NOT NULL CHECK (encryption IN ('AGE', 'PASSPHRASE', 'NONE')),
    honeys      integer[] NOT NULL,
    mixed       boolean NOT NULL,
    key_id      uuid NOT NULL REFERENCES staff_key,
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (lot, place),
    UNIQUE (lot, recipient)
);
COMMENT ON COLUMN lot_copy.honeys IS 'serials that stand in this copy alone and are never sold; a scan of one names the recipient';
CREATE TRIGGER lot_copy_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_copy
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was written and signed, with the checksums of all files.
CREATE TABLE lot_manifest (
    id          uuid PRIMARY KEY,
    lot         integer NOT NULL,
    place       integer NOT NULL,
    brand_id    uuid NOT NULL REFERENCES brand,
    sha256      bytea NOT NULL,
    files       jsonb NOT NULL,
    key_id      uuid NOT NULL REFERENCES staff_key,
    signed_at   timestamptz NOT NULL,
    UNIQUE (lot, place, sha256),
    FOREIGN KEY (lot, place) REFERENCES lot_copy
);
CREATE TRIGGER lot_manifest_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_manifest
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A honey code was scanned: the copy that it stands in has leaked.
CREATE TABLE incident (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL REFERENCES brand,
    lot         integer NOT NULL REFERENCES lot,
    serial      integer NOT NULL,
    recipient   text NOT NULL,
    happened_at timestamptz NOT NULL,
    CONSTRAINT incident_once UNIQUE (lot, serial)
);
CREATE INDEX incident_by_brand ON incident (brand_id, id);
CREATE TRIGGER incident_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
