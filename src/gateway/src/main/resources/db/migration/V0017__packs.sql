-- What is packed into what: items in cases, cases on pallets. A link is a row for good; the one that holds has no end.
CREATE TABLE pack_link (
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
CREATE UNIQUE INDEX pack_link_one_parent ON pack_link (child_lot, child_serial) WHERE unlinked_at IS NULL;
CREATE INDEX pack_link_children ON pack_link (parent_lot, parent_serial, child_lot, child_serial)
    WHERE unlinked_at IS NULL;
CREATE INDEX pack_link_past_of_child ON pack_link (child_lot, child_serial) WHERE unlinked_at IS NOT NULL;
CREATE INDEX pack_link_past_of_parent ON pack_link (parent_lot, parent_serial) WHERE unlinked_at IS NOT NULL;

CREATE FUNCTION pack_link_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER pack_link_only_ends BEFORE UPDATE ON pack_link
    FOR EACH ROW EXECUTE FUNCTION pack_link_only_ends();
CREATE TRIGGER pack_link_kept BEFORE DELETE OR TRUNCATE ON pack_link
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
