-- Scans that are counted by dealer, in the order of time. The index by blocks that was there knows nothing of the last
-- minute's blocks: every look for what is new read all of them.
CREATE INDEX scan_located_by_time ON scan (scanned_at) WHERE region IS NOT NULL;
DROP INDEX scan_by_time;
