-- A claim that follows another has no position: it need not stand in this index.
ALTER TABLE claim DROP CONSTRAINT claim_position_once;
CREATE UNIQUE INDEX claim_position_once ON claim (campaign_id, position) WHERE position IS NOT NULL;

-- Nothing asks for the claims of a partner: people are paid, and claim_by_member finds theirs.
DROP INDEX claim_by_partner;
