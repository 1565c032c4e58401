-- How close a consumer may be to a store's people before the store earns nothing by them.
ALTER TABLE brand ADD COLUMN self_scan text NOT NULL DEFAULT 'SAME_DEVICE'
    CHECK (self_scan IN ('SAME_PERSON', 'SAME_DEVICE', 'SAME_NETWORK'));
COMMENT ON COLUMN brand.self_scan IS 'the loosest rule that keeps a reward back; each contains those before it';
