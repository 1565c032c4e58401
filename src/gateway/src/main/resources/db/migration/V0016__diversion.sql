-- Thresholds above which scans outside of a territory count; brands without a row have the defaults of the service.
CREATE TABLE diversion_settings (
    brand_id          uuid PRIMARY KEY REFERENCES brand,
    case_scans_min    integer NOT NULL CHECK (case_scans_min BETWEEN 2 AND 1000),
    case_people_min   integer NOT NULL CHECK (case_people_min BETWEEN 2 AND 1000),
    dealer_scans_min  integer NOT NULL CHECK (dealer_scans_min BETWEEN 2 AND 1000000),
    dealer_people_min integer NOT NULL CHECK (dealer_people_min BETWEEN 2 AND 1000000),
    notice            double precision NOT NULL CHECK (notice > 0),
    alert             double precision NOT NULL CHECK (alert >= notice),
    suspend           double precision NOT NULL CHECK (suspend >= alert AND suspend <= 1)
);

-- Position up to which scans and movements are read. Each is read twice: at once by HEAD, and by TAIL when late commits
-- are there.
CREATE TABLE diversion_cursor (
    name        text PRIMARY KEY CHECK (name IN ('HEAD', 'TAIL')),
    scanned_at  timestamptz NOT NULL,
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    member_id   uuid NOT NULL,
    movement_id uuid NOT NULL
);
INSERT INTO diversion_cursor (name, scanned_at, lot, serial, member_id, movement_id) VALUES
    ('HEAD', now(), -1, -1, '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'),
    ('TAIL', now(), -1, -1, '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000');

-- The first located scan of a code, and the case and dealer that it is counted for: nulls for nobody's goods.
CREATE TABLE attributed_scan (
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
COMMENT ON COLUMN attributed_scan.network IS 'null for scans from before networks were remembered';
CREATE INDEX attributed_scan_of_case ON attributed_scan (case_lot, case_serial) WHERE dealer_id IS NOT NULL;
CREATE INDEX attributed_scan_by_member ON attributed_scan (dealer_id, counted_member, case_lot, case_serial)
    WHERE dealer_id IS NOT NULL;
CREATE INDEX attributed_scan_by_network ON attributed_scan (dealer_id, counted_network, case_lot, case_serial)
    WHERE counted_network IS NOT NULL;

-- Codes whose scans are to be counted anew, since it became known where they went.
CREATE TABLE attribution_queue (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    last_serial integer NOT NULL
);
COMMENT ON COLUMN attribution_queue.serial IS 'the scans from this serial on, up to the last serial';

-- Counts of a case while a dealer had it.
CREATE TABLE diversion_case (
    lot       integer NOT NULL,
    serial    integer NOT NULL,
    dealer_id uuid NOT NULL,
    brand_id  uuid NOT NULL,
    scans     integer NOT NULL,
    outside   integer NOT NULL,
    people    integer NOT NULL,
    networks  integer NOT NULL,
    places    jsonb NOT NULL,
    standing  smallint NOT NULL CHECK (standing BETWEEN 0 AND 4),
    PRIMARY KEY (dealer_id, lot, serial)
) WITH (fillfactor = 80);
COMMENT ON COLUMN diversion_case.places IS 'items by the region of their first located scan';
COMMENT ON COLUMN diversion_case.standing IS '0 SUSPEND, 1 ALERT, 2 NOTICE, 3 NONE, 4 not judged';
CREATE INDEX diversion_case_by_code ON diversion_case (lot, serial);
CREATE INDEX diversion_case_by_brand ON diversion_case (brand_id, standing, lot, serial, dealer_id);
CREATE INDEX diversion_case_by_dealer ON diversion_case (dealer_id, standing, lot, serial);

-- Counts of all goods of a dealer.
CREATE TABLE diversion_dealer (
    dealer_id      uuid PRIMARY KEY,
    brand_id       uuid NOT NULL,
    people         integer NOT NULL,
    networks       integer NOT NULL,
    places         jsonb NOT NULL,
    cases_judged   integer NOT NULL,
    cases_flagged  integer NOT NULL,
    cases_shipped  integer NOT NULL,
    cases_returned integer NOT NULL,
    judged_by      text NOT NULL,
    rejudge_lot    integer,
    rejudge_serial integer,
    FOREIGN KEY (brand_id, dealer_id) REFERENCES partner (brand_id, id)
) WITH (fillfactor = 50);
COMMENT ON COLUMN diversion_dealer.places IS 'items by the region of their first located scan';
COMMENT ON COLUMN diversion_dealer.judged_by IS 'the territory and the settings that its cases are judged by';
COMMENT ON COLUMN diversion_dealer.rejudge_lot IS
    'the last case that was judged anew since those changed; null where all are';
CREATE INDEX diversion_dealer_by_brand ON diversion_dealer (brand_id, dealer_id);

-- Decision of a person about a dealer, and what was known then. Kept for good.
CREATE TABLE diversion_decision (
    id         uuid PRIMARY KEY,
    brand_id   uuid NOT NULL,
    dealer_id  uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('SUSPEND', 'REINSTATE')),
    reason     text NOT NULL,
    grade      text NOT NULL,
    rule       text NOT NULL,
    decided_by uuid NOT NULL,
    decided_at timestamptz NOT NULL,
    FOREIGN KEY (brand_id, dealer_id) REFERENCES partner (brand_id, id)
);
COMMENT ON COLUMN diversion_decision.rule IS 'the rule with its numbers, as they were when it was decided';
CREATE INDEX diversion_decision_of_dealer ON diversion_decision (dealer_id, id);
CREATE TRIGGER diversion_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON diversion_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
