CREATE INDEX movement_of_partner ON movement (partner_id, id);
CREATE INDEX lot_of_parent ON lot (parent_number) WHERE parent_number IS NOT NULL;

-- Where a scan was, as the network told at that time; lists of networks change, what was seen does not.
ALTER TABLE scan ADD COLUMN region text;
COMMENT ON COLUMN scan.region IS 'the province of the network, a code of GB/T 2260, 000000 for abroad; null where that is not known';
