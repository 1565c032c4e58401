-- A further matter for staff: a case that one store opened, though it was sent to somebody else.
ALTER TABLE case_conflict
    ADD COLUMN kind    text NOT NULL DEFAULT 'SECOND_STORE' CHECK (kind IN ('SECOND_STORE', 'SENT_ELSEWHERE')),
    ADD COLUMN sent_to uuid,
    ADD CONSTRAINT case_conflict_sent_to CHECK ((kind = 'SENT_ELSEWHERE') = (sent_to IS NOT NULL)),
    DROP CONSTRAINT case_conflict_pkey,
    ADD PRIMARY KEY (lot, serial, store_id, kind);
COMMENT ON COLUMN case_conflict.sent_to IS 'SENT_ELSEWHERE: who had the case when it was opened';
