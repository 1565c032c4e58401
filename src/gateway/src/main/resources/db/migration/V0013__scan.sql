-- First answers to requests that carry an Idempotency-Key. The scope is a pseudonym of the person.
CREATE TABLE idempotency_key (
    scope       uuid NOT NULL,
    key         text NOT NULL,
    brand_id    uuid NOT NULL,
    request     text NOT NULL,
    answer      text NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT idempotency_key_once PRIMARY KEY (scope, key)
);
-- Kept answers are forgotten after a while, the oldest first.
CREATE INDEX idempotency_key_by_age ON idempotency_key (answered_at);
