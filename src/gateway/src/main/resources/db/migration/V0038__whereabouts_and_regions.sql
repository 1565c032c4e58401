-- An index that holds a part of a table can answer only for that part: whether any link ever said what a code is in is
-- asked of the two parts, of links that hold and of links that ended.
CREATE OR REPLACE FUNCTION pack_parent(of_lot integer, of_serial integer)
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

CREATE INDEX movement_of_partner ON movement (partner_id, id);
CREATE INDEX lot_of_parent ON lot (parent_number) WHERE parent_number IS NOT NULL;

-- Where a scan was, as the network told at that time; lists of networks change, what was seen does not.
ALTER TABLE scan ADD COLUMN region text;
COMMENT ON COLUMN scan.region IS 'the province of the network, a code of GB/T 2260, 000000 for abroad; null where that is not known';
