-- From where people of partners were seen within a day: every network and browser, not only the last one.
CREATE TABLE partner_trace (
    member_id uuid NOT NULL,
    device    uuid NOT NULL,
    network   uuid NOT NULL,
    brand_id  uuid NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (member_id, device)
);
COMMENT ON COLUMN partner_trace.network IS 'a pseudonym of the network';
COMMENT ON COLUMN partner_trace.device IS 'a pseudonym of that network and the browser';
CREATE INDEX partner_trace_by_device ON partner_trace (device, seen_at);
CREATE INDEX partner_trace_by_network ON partner_trace (brand_id, network, seen_at);
CREATE INDEX partner_trace_by_age ON partner_trace (seen_at);
INSERT INTO partner_trace
SELECT DISTINCT ON (member_id) member_id, device, network, brand_id, seen_at FROM partner_person
WHERE seen_at IS NOT NULL ORDER BY member_id, seen_at DESC;
ALTER TABLE partner_person DROP COLUMN seen_at, DROP COLUMN network, DROP COLUMN device;
