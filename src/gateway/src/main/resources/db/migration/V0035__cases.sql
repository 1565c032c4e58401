-- What a code is packed in: by the link that holds; or, where no link ever said anything, by arithmetic. An index that
-- holds a part of a table can answer only for that part, so links that hold and links that ended are asked apart.
CREATE FUNCTION pack_parent(of_lot integer, of_serial integer)
RETURNS TABLE (lot integer, serial integer, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT l.parent_lot, l.parent_serial, l.linked_at FROM pack_link l
    WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NULL
    UNION ALL
    SELECT p.number, of_serial / c.pack, c.created_at FROM lot c JOIN lot p ON p.number = c.parent_number
    WHERE c.number = of_lot AND of_serial / c.pack < p.size
        AND NOT EXISTS (SELECT 1 FROM pack_link l
            WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM pack_link l
            WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NOT NULL)
$$;

-- The first scan of a case's inside code by a store: what is in the case is sold by that store.
CREATE TABLE case_opening (
    lot        integer NOT NULL,
    serial     integer NOT NULL,
    brand_id   uuid NOT NULL,
    store_id   uuid NOT NULL,
    member_id  uuid NOT NULL,
    opened_at  timestamptz NOT NULL,
    CONSTRAINT case_opened_once PRIMARY KEY (lot, serial),
    FOREIGN KEY (brand_id, store_id) REFERENCES partner (brand_id, id)
);
CREATE INDEX case_opening_by_store ON case_opening (store_id, opened_at);
CREATE INDEX case_opening_by_brand ON case_opening (brand_id, opened_at);
CREATE TRIGGER case_opening_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_opening
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A further store that wanted to open a case which is open already; for staff to look into.
CREATE TABLE case_conflict (
    lot       integer NOT NULL,
    serial    integer NOT NULL,
    store_id  uuid NOT NULL,
    brand_id  uuid NOT NULL,
    member_id uuid NOT NULL,
    tried_at  timestamptz NOT NULL,
    PRIMARY KEY (lot, serial, store_id),
    FOREIGN KEY (brand_id, store_id) REFERENCES partner (brand_id, id)
);
CREATE INDEX case_conflict_by_brand ON case_conflict (brand_id, tried_at);

-- A guide who stands for a code, or for all that is in it.
CREATE TABLE guide_bond (
    lot        integer NOT NULL,
    serial     integer NOT NULL,
    brand_id   uuid NOT NULL,
    store_id   uuid NOT NULL,
    member_id  uuid NOT NULL,
    bound_at   timestamptz NOT NULL,
    CONSTRAINT guide_bond_once PRIMARY KEY (lot, serial),
    FOREIGN KEY (brand_id, store_id) REFERENCES partner (brand_id, id)
);
CREATE TRIGGER guide_bond_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON guide_bond
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
