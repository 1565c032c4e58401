-- Scans of genuine codes. Region and network are those of that time: lists of networks change, what was seen does not.
CREATE TABLE scan (
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    scanned_at  timestamptz NOT NULL,
    member_id   uuid NOT NULL,
    brand_id    uuid NOT NULL,
    nth         bigint NOT NULL,
    counted     boolean NOT NULL,
    claim       boolean NOT NULL,
    region      text,
    network     uuid
);
COMMENT ON COLUMN scan.counted IS
    'false when the same person''s scan of the same code was counted within ten minutes before';
COMMENT ON COLUMN scan.region IS
    'the province of the network, a code of GB/T 2260, 000000 for abroad; null where that is not known';
COMMENT ON COLUMN scan.network IS 'a pseudonym that the network has for that day; null where the region is not known';
CREATE INDEX scan_by_code ON scan (lot, serial, scanned_at);
-- Scans that are counted by dealer, in the order of time. An index by blocks (BRIN) knows nothing of the last minute's
-- blocks: every look for what is new would read all of them.
CREATE INDEX scan_located_by_time ON scan (scanned_at) WHERE region IS NOT NULL;
-- Counted scans that have no row: of a code that was scanned very often, looks are only counted. A count says in which
-- state of Redis its scans were counted, so that a later state can ask for what was counted before it.
CREATE TABLE scan_tally (
    lot      integer NOT NULL,
    serial   integer NOT NULL,
    brand_id uuid NOT NULL,
    earlier  bigint NOT NULL,
    counted  bigint NOT NULL,
    since    timestamptz NOT NULL,
    PRIMARY KEY (lot, serial)
) WITH (fillfactor = 50);
COMMENT ON COLUMN scan_tally.since IS 'the time at which Redis first saw the code in the state that counted them';
COMMENT ON COLUMN scan_tally.counted IS 'scans that were counted in that state';
COMMENT ON COLUMN scan_tally.earlier IS 'scans that were counted in states before';
-- Positions that people offered with their scans: apart, since a position ends, and can be erased.
CREATE TABLE scan_position (
    lot        integer NOT NULL,
    serial     integer NOT NULL,
    scanned_at timestamptz NOT NULL,
    member_id  uuid NOT NULL,
    brand_id   uuid NOT NULL,
    latitude   double precision NOT NULL,
    longitude  double precision NOT NULL,
    accuracy_m double precision NOT NULL,
    PRIMARY KEY (lot, serial, scanned_at, member_id)
);
CREATE INDEX scan_position_by_brand ON scan_position (brand_id, scanned_at);
CREATE INDEX scan_position_by_member ON scan_position (member_id);
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
