ALTER TABLE scan ADD COLUMN network uuid;
COMMENT ON COLUMN scan.network IS 'a pseudonym that the network has for that day; null where the region is not known';

-- The first located scan of a code, and as what it is counted: nulls for nobody's goods. What was counted by person
-- before is counted anew, from the scans.
DROP TABLE located_scan;
CREATE TABLE located_scan (
    lot             integer NOT NULL,
    serial          integer NOT NULL,
    member_id       uuid NOT NULL,
    network         uuid,
    brand_id        uuid NOT NULL,
    scanned_at      timestamptz NOT NULL,
    region          text NOT NULL,
    case_lot        integer,
    case_serial     integer,
    dealer_id       uuid,
    counted_region  text,
    counted_member  uuid,
    counted_network uuid,
    PRIMARY KEY (lot, serial),
    CHECK (num_nulls(case_lot, case_serial, dealer_id, counted_region, counted_member) IN (0, 5))
);
COMMENT ON COLUMN located_scan.network IS 'null for scans from before networks were remembered';
CREATE INDEX located_scan_of_case ON located_scan (case_lot, case_serial) WHERE dealer_id IS NOT NULL;
CREATE INDEX located_scan_by_member ON located_scan (dealer_id, counted_member, case_lot, case_serial)
    WHERE dealer_id IS NOT NULL;
CREATE INDEX located_scan_by_network ON located_scan (dealer_id, counted_network, case_lot, case_serial)
    WHERE counted_network IS NOT NULL;

TRUNCATE diversion_case, diversion_recount;
ALTER TABLE diversion_case ADD COLUMN networks integer NOT NULL;
ALTER TABLE diversion_recount DROP COLUMN member_id;
COMMENT ON COLUMN diversion_recount.serial IS 'the scans from this serial on, up to the last serial';

ALTER TABLE diversion_dealer DROP COLUMN items, ADD COLUMN networks integer NOT NULL DEFAULT 0;
ALTER TABLE diversion_dealer ALTER COLUMN networks DROP DEFAULT;
COMMENT ON COLUMN diversion_dealer.places IS 'items by the region of their first located scan';
COMMENT ON COLUMN diversion_case.places IS 'items by the region of their first located scan';
UPDATE diversion_dealer SET people = 0, places = '{}', cases_judged = 0, cases_flagged = 0, rejudge_lot = NULL,
    rejudge_serial = NULL;
UPDATE diversion_cursor SET scanned_at = (SELECT coalesce(min(scanned_at), now()) FROM scan), lot = -1, serial = -1;
