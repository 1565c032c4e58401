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
    latitude    double precision,
    longitude   double precision,
    accuracy_m  double precision,
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
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
