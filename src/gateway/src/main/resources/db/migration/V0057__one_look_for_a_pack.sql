-- What a code is packed in, as before: by the link that holds; or, where no link ever said anything, by arithmetic.
-- Links are asked once instead of twice, and those that ended only where there is arithmetic: by a look for one row,
-- which is never hashed. A NOT EXISTS may be, and would read all links that ended.
CREATE OR REPLACE FUNCTION pack_parent(of_lot integer, of_serial integer)
RETURNS TABLE (lot integer, serial integer, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT coalesce(held.parent_lot, p.number), coalesce(held.parent_serial, of_serial / c.pack),
        coalesce(held.linked_at, c.created_at)
    FROM lot c
    LEFT JOIN LATERAL (
        SELECT l.parent_lot, l.parent_serial, l.linked_at FROM pack_link l
        WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NULL LIMIT 1) AS held ON true
    LEFT JOIN lot p ON p.number = c.parent_number
    WHERE c.number = of_lot AND (held.parent_lot IS NOT NULL OR of_serial / c.pack < p.size AND (
        SELECT 1 FROM pack_link l
        WHERE l.child_lot = of_lot AND l.child_serial = of_serial AND l.unlinked_at IS NOT NULL LIMIT 1) IS NULL)
$$;
