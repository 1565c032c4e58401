-- Guard of append-only tables: their triggers call it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

-- Check that each row that had to be touched was there. A commit is under way before its writes are answered, so this
-- is for the database to see. The state says what the caller makes of it: try again, or find the row that is at fault.
CREATE FUNCTION require_rows(what text, wanted bigint, touched bigint, state text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF wanted <> touched THEN
        RAISE EXCEPTION 'must touch each %: wanted=% touched=%', what, wanted, touched USING ERRCODE = state;
    END IF;
END $$;

-- Mark of the transaction that wrote a row last, on tables of money: their triggers call it, and new rows have it by
-- default. The numbers of transactions only grow: the ledger check finds by them what was written since it last looked.
CREATE FUNCTION mark_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := txid_current();
    RETURN NEW;
END $$;

-- The secret that the keys of cookies and pseudonyms are derived from.
CREATE TABLE deployment_secret (
    id            uuid PRIMARY KEY CHECK (id = '00000000-0000-0000-0000-000000000000'),
    sealed_secret bytea NOT NULL,
    created_at    timestamptz NOT NULL
);
COMMENT ON COLUMN deployment_secret.id IS 'there is one';

CREATE TABLE audit (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL REFERENCES brand,
    key_id       uuid NOT NULL REFERENCES staff_key,
    action       text NOT NULL,
    subject      text NOT NULL,
    origin       text,
    before_value text CHECK (before_value IS NULL OR before_value::json IS NOT NULL),
    after_value  text CHECK (after_value IS NULL OR after_value::json IS NOT NULL),
    happened_at  timestamptz NOT NULL
);
COMMENT ON COLUMN audit.origin IS 'network of the request: 24 bits of an IPv4 address, 48 of an IPv6 one';
COMMENT ON COLUMN audit.before_value IS 'JSON of what was changed, as it was; null where none is told';
COMMENT ON COLUMN audit.after_value IS 'JSON of the same afterwards';
CREATE INDEX audit_by_brand ON audit (brand_id, id);
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Text of an entry, over which its link is made. It stays as it is for good, or no old export agrees any more.
CREATE FUNCTION audit_text(entry audit) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT json_build_object('id', entry.id,
        'at', to_char(entry.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'key', entry.key_id,
        'action', entry.action, 'subject', entry.subject, 'origin', entry.origin,
        'before', entry.before_value::json, 'after', entry.after_value::json)::text
$$;

-- Entries that are not in their brand's chain yet.
CREATE TABLE audit_unsealed (
    entry_id uuid PRIMARY KEY
);
CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (entry_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_awaits_seal AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION await_seal();

-- The chain of each brand's entries.
CREATE TABLE audit_seal (
    brand_id uuid NOT NULL,
    number   bigint NOT NULL CHECK (number > 0),
    entry_id uuid NOT NULL UNIQUE,
    link     bytea NOT NULL CHECK (length(link) = 32),
    PRIMARY KEY (brand_id, number)
);
COMMENT ON COLUMN audit_seal.link IS 'SHA-256 of the link before it and the entry''s text';
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Work that is done every so often, by one replica at a time. All times are by the clock of this database. A lease need
-- not outlive the database that gave it: nothing is written to the log, and no disk is waited for.
CREATE UNLOGGED TABLE job (
    name         text PRIMARY KEY,
    not_before   timestamptz NOT NULL,
    leased_until timestamptz NOT NULL,
    run_id       uuid NOT NULL
) WITH (fillfactor = 50);
COMMENT ON COLUMN job.not_before IS 'the next run begins at this moment or later';
COMMENT ON COLUMN job.leased_until IS 'nobody else runs it before this moment';
COMMENT ON COLUMN job.run_id IS 'the last run that began';
