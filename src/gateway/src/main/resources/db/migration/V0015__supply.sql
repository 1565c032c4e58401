-- Aggregation: items in cases, cases on pallets. A link is a row for good; the one that holds has no end.
CREATE TABLE aggregation (
    child_lot     integer NOT NULL,
    child_serial  integer NOT NULL,
    parent_lot    integer NOT NULL,
    parent_serial integer NOT NULL,
    brand_id      uuid NOT NULL,
    linked_at     timestamptz NOT NULL,
    linked_by     uuid NOT NULL,
    unlinked_at   timestamptz,
    unlinked_by   uuid,
    CHECK ((unlinked_at IS NULL) = (unlinked_by IS NULL))
);
-- An index that holds a part of a table can answer only for that part, so links that hold and links that ended are
-- asked apart.
CREATE UNIQUE INDEX aggregation_one_parent ON aggregation (child_lot, child_serial) WHERE unlinked_at IS NULL;
CREATE INDEX aggregation_children ON aggregation (parent_lot, parent_serial, child_lot, child_serial)
    WHERE unlinked_at IS NULL;
CREATE INDEX aggregation_past_of_child ON aggregation (child_lot, child_serial) WHERE unlinked_at IS NOT NULL;
CREATE INDEX aggregation_past_of_parent ON aggregation (parent_lot, parent_serial) WHERE unlinked_at IS NOT NULL;

CREATE FUNCTION aggregation_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.unlinked_at IS NOT NULL OR NEW.unlinked_at IS NULL
        OR (NEW.child_lot, NEW.child_serial, NEW.parent_lot, NEW.parent_serial, NEW.brand_id, NEW.linked_at,
            NEW.linked_by)
        IS DISTINCT FROM (OLD.child_lot, OLD.child_serial, OLD.parent_lot, OLD.parent_serial, OLD.brand_id,
            OLD.linked_at, OLD.linked_by) THEN
        RAISE EXCEPTION 'a link can only end, once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER aggregation_only_ends BEFORE UPDATE ON aggregation
    FOR EACH ROW EXECUTE FUNCTION aggregation_only_ends();
CREATE TRIGGER aggregation_kept BEFORE DELETE OR TRUNCATE ON aggregation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The pack that a code is in: by the link that holds; or, where no link ever said anything, by arithmetic. Links that
-- ended are asked only where there is arithmetic: by a look for one row, which is never hashed. A NOT EXISTS may be,
-- and would read all links that ended.
CREATE FUNCTION aggregation_parent(of_lot integer, of_serial integer)
RETURNS TABLE (lot integer, serial integer, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT coalesce(held.parent_lot, p.number), coalesce(held.parent_serial, of_serial / c.pack),
        coalesce(held.linked_at, c.created_at)
    FROM lot c
    LEFT JOIN LATERAL (
        SELECT l.parent_lot, l.parent_serial, l.linked_at FROM aggregation l
        WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NULL LIMIT 1) AS held ON true
    LEFT JOIN lot p ON p.number = c.parent_number
    WHERE c.number = of_lot AND (held.parent_lot IS NOT NULL OR of_serial / c.pack < p.size AND (
        SELECT 1 FROM aggregation l
        WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NOT NULL LIMIT 1) IS NULL)
$$;

-- Direct contents of a code: by links that hold; and by arithmetic, those that no link ever said anything about. The
-- other direction of aggregation_parent.
CREATE FUNCTION aggregation_children(of_lot integer, of_serial integer)
RETURNS TABLE (lot integer, serial integer, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT l.child_lot, l.child_serial, l.linked_at FROM aggregation l
    WHERE l.parent_lot = of_lot AND l.parent_serial = of_serial AND l.unlinked_at IS NULL
    UNION ALL
    SELECT c.number, n.serial::integer, c.created_at
    FROM lot c CROSS JOIN LATERAL generate_series(of_serial::bigint * c.pack,
        least((of_serial::bigint + 1) * c.pack, c.size) - 1) AS n(serial)
    WHERE c.parent_number = of_lot AND c.parent_number IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM aggregation l
            WHERE l.child_lot = c.number AND l.child_serial = n.serial::integer AND l.unlinked_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM aggregation l
            WHERE l.child_lot = c.number AND l.child_serial = n.serial::integer AND l.unlinked_at IS NOT NULL)
$$;

-- A code that took the place of another, which is waste from then on. A row for good.
CREATE TABLE label_replacement (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    by_lot      integer NOT NULL,
    by_serial   integer NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid NOT NULL
);
CREATE INDEX label_replacement_by_code ON label_replacement (lot, serial);
CREATE TRIGGER label_replacement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON label_replacement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Movement of goods: out to a dealer or a store, received there, returned. A movement is a row for good; where
-- something is follows from the latest. Devices that were offline send late and twice: the number that a device gave
-- makes it one.
CREATE TABLE movement (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    device      text NOT NULL,
    sequence    bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('OUTBOUND', 'RECEIPT', 'RETURN')),
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    partner_id  uuid NOT NULL,
    order_no    text,
    moved_at    timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    CONSTRAINT movement_once UNIQUE (brand_id, device, sequence),
    FOREIGN KEY (brand_id, partner_id) REFERENCES partner (brand_id, id)
);
COMMENT ON COLUMN movement.partner_id IS 'OUTBOUND: to whom; RECEIPT: by whom; RETURN: from whom';
COMMENT ON COLUMN movement.recorded_by IS 'a staff key, or a person of the partner';
CREATE INDEX movement_by_code ON movement (lot, serial, moved_at);
CREATE INDEX movement_of_partner ON movement (brand_id, partner_id, id);
CREATE INDEX movement_by_brand ON movement (brand_id, id);
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The first scan of a case's inside code by a store: what is in the case is sold by that store.
CREATE TABLE case_opening (
    lot        integer NOT NULL,
    serial     integer NOT NULL,
    brand_id   uuid NOT NULL,
    store_id   uuid NOT NULL,
    member_id  uuid NOT NULL,
    opened_at  timestamptz NOT NULL,
    of_lot     integer,
    of_serial  integer,
    CONSTRAINT case_opened_once PRIMARY KEY (lot, serial),
    CONSTRAINT case_opening_inherited CHECK ((of_lot IS NULL) = (of_serial IS NULL)),
    FOREIGN KEY (brand_id, store_id) REFERENCES partner (brand_id, id)
);
COMMENT ON COLUMN case_opening.of_lot IS
    'the label that was opened, where this one took its place later; the reward is that label''s, and not drawn again';
CREATE INDEX case_opening_by_store ON case_opening (brand_id, store_id, opened_at, lot, serial);
CREATE INDEX case_opening_by_brand ON case_opening (brand_id, opened_at, lot, serial);
CREATE TRIGGER case_opening_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_opening
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Matters for staff to look into: a further store that wanted to open a case which is open already; a case that one
-- store opened, though it was sent to somebody else.
CREATE TABLE opening_dispute (
    lot       integer NOT NULL,
    serial    integer NOT NULL,
    store_id  uuid NOT NULL,
    kind      text NOT NULL DEFAULT 'SECOND_STORE' CHECK (kind IN ('SECOND_STORE', 'SENT_ELSEWHERE')),
    brand_id  uuid NOT NULL,
    member_id uuid NOT NULL,
    sent_to   uuid,
    tried_at  timestamptz NOT NULL,
    PRIMARY KEY (lot, serial, store_id, kind),
    CONSTRAINT opening_dispute_sent_to CHECK ((kind = 'SENT_ELSEWHERE') = (sent_to IS NOT NULL)),
    FOREIGN KEY (brand_id, store_id) REFERENCES partner (brand_id, id)
);
COMMENT ON COLUMN opening_dispute.sent_to IS 'SENT_ELSEWHERE: the partner who had the case when it was opened';
CREATE INDEX opening_dispute_by_brand ON opening_dispute (brand_id, tried_at, lot, serial);

-- Assignment of a promoter to a code, or to all that is in it, at their own store: the first at another store keeps
-- nobody's place.
CREATE TABLE promoter_assignment (
    lot        integer NOT NULL,
    serial     integer NOT NULL,
    brand_id   uuid NOT NULL,
    store_id   uuid NOT NULL,
    member_id  uuid NOT NULL,
    bound_at   timestamptz NOT NULL,
    of_lot     integer,
    of_serial  integer,
    CONSTRAINT promoter_assignment_once PRIMARY KEY (lot, serial, store_id),
    CONSTRAINT promoter_assignment_inherited CHECK ((of_lot IS NULL) = (of_serial IS NULL)),
    FOREIGN KEY (brand_id, store_id) REFERENCES partner (brand_id, id)
);
COMMENT ON COLUMN promoter_assignment.of_lot IS 'the label that was scanned, where this one took its place later';
CREATE TRIGGER promoter_assignment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON promoter_assignment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Reason why a slot that a campaign has was not paid, where somebody may ask.
CREATE TABLE withheld_reward (
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    slot        claim_slot NOT NULL,
    brand_id    uuid NOT NULL,
    partner_id  uuid NOT NULL,
    rule        text NOT NULL,
    withheld_at timestamptz NOT NULL,
    PRIMARY KEY (lot, serial, slot)
);
