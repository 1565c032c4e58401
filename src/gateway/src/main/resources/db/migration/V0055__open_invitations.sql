-- What counts against the most that a partner has open at a time, and pages of them in the order of their ids.
CREATE INDEX invitation_open ON invitation (partner_id, expires_at) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;
DROP INDEX invitation_of_partner;
CREATE INDEX invitation_of_partner ON invitation (partner_id, id);
