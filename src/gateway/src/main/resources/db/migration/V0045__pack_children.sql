-- What is packed directly in a code: by links that hold; and by arithmetic, what no link ever said anything about. The
-- other direction of pack_parent.
CREATE FUNCTION pack_children(of_lot integer, of_serial integer)
RETURNS TABLE (lot integer, serial integer, since timestamptz) LANGUAGE sql STABLE AS $$
    SELECT l.child_lot, l.child_serial, l.linked_at FROM pack_link l
    WHERE l.parent_lot = of_lot AND l.parent_serial = of_serial AND l.unlinked_at IS NULL
    UNION ALL
    SELECT c.number, n.serial::integer, c.created_at
    FROM lot c CROSS JOIN LATERAL generate_series(of_serial::bigint * c.pack,
        least((of_serial::bigint + 1) * c.pack, c.size) - 1) AS n(serial)
    WHERE c.parent_number = of_lot AND c.parent_number IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM pack_link l
            WHERE l.child_lot = c.number AND l.child_serial = n.serial::integer AND l.unlinked_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM pack_link l
            WHERE l.child_lot = c.number AND l.child_serial = n.serial::integer AND l.unlinked_at IS NOT NULL)
$$;
