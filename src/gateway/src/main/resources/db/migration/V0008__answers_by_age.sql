-- Kept answers are forgotten after a while, the oldest first.
CREATE INDEX first_answer_by_age ON first_answer (answered_at);
