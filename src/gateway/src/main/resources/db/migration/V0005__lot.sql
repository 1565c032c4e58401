-- Codes that are minted together. An order of any size is several lots under one number. The codes of a lot can be on
-- the packs of another: code s is in pack s / pack, by arithmetic, so it costs no row.
CREATE TABLE lot (
    number            integer PRIMARY KEY CHECK (number BETWEEN 0 AND 1048575),
    brand_id          uuid NOT NULL REFERENCES brand,
    kind              text NOT NULL CHECK (kind IN ('ITEM_INNER', 'ITEM_OUTER', 'CASE_INNER', 'CASE_OUTER', 'PALLET')),
    size              integer NOT NULL CHECK (size BETWEEN 1 AND 16777216),
    test              boolean NOT NULL DEFAULT false,
    state             text NOT NULL CHECK (state IN ('MINTED', 'ACTIVE', 'FROZEN', 'VOID')),
    stop_reason       text CHECK (stop_reason IN ('LEAKED', 'MISPRINTED', 'COUNTERFEITED', 'STOLEN', 'RECALLED')),
    overrides_version integer NOT NULL DEFAULT 0,
    product_id        uuid,
    campaign_id       uuid,
    parent_number     integer REFERENCES lot,
    pack              integer CHECK (pack BETWEEN 1 AND 100000),
    label             text,
    order_number      text,
    request_key       text,
    created_at        timestamptz NOT NULL,
    CONSTRAINT lot_request_once UNIQUE (brand_id, request_key),
    CONSTRAINT lot_stopped_for_a_reason CHECK (stop_reason IS NULL OR state IN ('FROZEN', 'VOID')),
    CONSTRAINT lot_pack_with_parent CHECK ((parent_number IS NULL) = (pack IS NULL)),
    FOREIGN KEY (brand_id, product_id) REFERENCES product (brand_id, id),
    FOREIGN KEY (brand_id, campaign_id) REFERENCES campaign (brand_id, id)
);
COMMENT ON COLUMN lot.number IS 'random, so that a neighbour''s number says nothing; printed in clear as four symbols';
COMMENT ON COLUMN lot.test IS 'for trials: never on goods, and never paid by a real provider; stays as it is';
COMMENT ON COLUMN lot.stop_reason IS 'what people who hold its items are told of it; null where staff gave none';
COMMENT ON COLUMN lot.overrides_version IS
    'grows with every change of what single codes of the lot are (honey, voided, assigned range); 0 for none: '
    'the scan path reads those again only when it has grown';
COMMENT ON COLUMN lot.pack IS 'codes of this lot in one pack; the pack''s own code is that of the parent lot';
COMMENT ON COLUMN lot.request_key IS 'the Idempotency-Key of the request that made it';
CREATE INDEX lot_by_brand ON lot (brand_id, number);
CREATE INDEX lot_by_order ON lot (brand_id, order_number) WHERE order_number IS NOT NULL;
CREATE INDEX lot_of_parent ON lot (parent_number) WHERE parent_number IS NOT NULL;

-- Whether the lots of a campaign are test lots; the first decides, until it is taken away before anything was claimed.
-- Trials have campaigns of their own, so that no test code takes a position, a piece of a set or a packet of people who
-- bought something, and none of theirs opens a test's.
CREATE TABLE campaign_lots (
    campaign_id uuid PRIMARY KEY REFERENCES campaign,
    test        boolean NOT NULL
);
CREATE FUNCTION campaign_lots_alike() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_test boolean;
    others  boolean;
BEGIN
    IF TG_TABLE_NAME = 'lot' THEN
        is_test := NEW.test;
        IF TG_OP = 'UPDATE' THEN
            IF NEW.test <> OLD.test THEN
                RAISE EXCEPTION 'lot % is a test lot or none for good', NEW.number USING ERRCODE = '23514';
            END IF;
        END IF;
    ELSE
        is_test := (SELECT test FROM lot WHERE number = NEW.lot);
    END IF;
    IF NEW.campaign_id IS NOT NULL THEN
        -- Whoever takes the last lot away at the same time is waited for, or waits.
        LOOP
            INSERT INTO campaign_lots (campaign_id, test) VALUES (NEW.campaign_id, is_test) ON CONFLICT DO NOTHING;
            SELECT test INTO others FROM campaign_lots WHERE campaign_id = NEW.campaign_id FOR KEY SHARE;
            EXIT WHEN FOUND;
        END LOOP;
        IF others <> is_test THEN
            RAISE EXCEPTION 'campaign % has test lots or others, never both', NEW.campaign_id USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lot_like_its_campaign BEFORE INSERT OR UPDATE OF campaign_id, test ON lot
    FOR EACH ROW EXECUTE FUNCTION campaign_lots_alike();

CREATE FUNCTION campaign_lots_freed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM campaign_lots WHERE campaign_id = OLD.campaign_id FOR UPDATE;
    DELETE FROM campaign_lots c WHERE campaign_id = OLD.campaign_id
        AND NOT EXISTS (SELECT 1 FROM lot l
            WHERE l.brand_id = OLD.brand_id AND l.campaign_id = c.campaign_id AND l.state <> 'VOID')
        AND NOT EXISTS (SELECT 1 FROM assigned_range r JOIN lot l ON l.number = r.lot
            WHERE r.campaign_id = c.campaign_id AND l.state <> 'VOID')
        AND NOT EXISTS (SELECT 1 FROM claim m WHERE m.campaign_id = c.campaign_id AND m.position IS NOT NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER lot_leaves_its_campaign AFTER UPDATE OF campaign_id, state ON lot FOR EACH ROW
    WHEN (OLD.campaign_id IS NOT NULL
        AND (NEW.campaign_id IS DISTINCT FROM OLD.campaign_id OR NEW.state = 'VOID' AND OLD.state = 'MINTED'))
    EXECUTE FUNCTION campaign_lots_freed();
CREATE INDEX lot_made ON lot (brand_id, created_at);

-- Misprints: one bit for each serial, 65,536 to a row, so that millions cost what thousands do.
CREATE TABLE voided_serial (
    lot      integer NOT NULL REFERENCES lot,
    chunk    integer NOT NULL CHECK (chunk BETWEEN 0 AND 255),
    brand_id uuid NOT NULL REFERENCES brand,
    bits     bytea NOT NULL CHECK (length(bits) = 8192),
    PRIMARY KEY (lot, chunk)
);

-- The same by the reasons that staff gave. A serial is under the reason by which it was voided first.
CREATE TABLE voided_reason (
    lot      integer NOT NULL REFERENCES lot,
    chunk    integer NOT NULL CHECK (chunk BETWEEN 0 AND 255),
    reason   text NOT NULL,
    brand_id uuid NOT NULL REFERENCES brand,
    bits     bytea NOT NULL CHECK (length(bits) = 8192),
    PRIMARY KEY (lot, chunk, reason)
);

-- Blank codes that are bound to a product and a campaign by a range of serials.
CREATE TABLE assigned_range (
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
    CONSTRAINT assigned_range_once EXCLUDE USING gist (codes WITH &&)
);
COMMENT ON COLUMN assigned_range.codes IS
    'lot × 2^24 + serial, so that one plain range tells lots apart and needs no extension';
CREATE INDEX assigned_range_by_lot ON assigned_range (lot);
CREATE TRIGGER assigned_range_append_only BEFORE UPDATE OR TRUNCATE ON assigned_range
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER assigned_range_like_its_campaign BEFORE INSERT ON assigned_range
    FOR EACH ROW EXECUTE FUNCTION campaign_lots_alike();

CREATE TRIGGER assigned_range_leaves_its_campaign AFTER DELETE ON assigned_range FOR EACH ROW
    WHEN (OLD.campaign_id IS NOT NULL) EXECUTE FUNCTION campaign_lots_freed();
CREATE INDEX assigned_range_by_campaign ON assigned_range (campaign_id) WHERE campaign_id IS NOT NULL;

-- Nothing was claimed on a range before its lot was activated; from then on it stays.
CREATE FUNCTION refuse_once_on_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM lot WHERE number = OLD.lot) <> 'MINTED' THEN
        RAISE EXCEPTION 'lot % was activated: its ranges stay', OLD.lot USING ERRCODE = '23514';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER assigned_range_stays BEFORE DELETE ON assigned_range
    FOR EACH ROW EXECUTE FUNCTION refuse_once_on_sale();

-- Permission to mint codes into files that anybody can read; no row for yes.
CREATE TABLE handover_policy (
    brand_id     uuid PRIMARY KEY REFERENCES brand,
    plain_copies boolean NOT NULL
);

-- Recipients of a lot's codes. The copies of a lot are named all at once, before any is written.
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
COMMENT ON COLUMN lot_copy.honeys IS
    'serials that stand in this copy alone and are never sold; a scan of one names the recipient';
CREATE TRIGGER lot_copy_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_copy
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Manifest of a copy as it was written and signed, with the checksums of all files.
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

-- Scan of a honey code: the copy that it stands in has leaked.
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
CREATE INDEX incident_of_lot ON incident (brand_id, lot, id);
CREATE TRIGGER incident_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
