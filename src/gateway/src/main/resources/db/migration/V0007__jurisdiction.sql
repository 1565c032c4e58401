-- The law that a brand's campaigns are checked against when they are published.
ALTER TABLE brand ADD COLUMN jurisdiction text NOT NULL DEFAULT 'CN' CHECK (jurisdiction IN ('CN', 'NONE'));
