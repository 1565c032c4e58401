ALTER TABLE campaign ADD COLUMN regions text NOT NULL DEFAULT '';
COMMENT ON COLUMN campaign.regions IS 'as in the text of the rules';
