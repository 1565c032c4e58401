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

-- Answers to all other calls with an Idempotency-Key. The row is there before the call is carried out.
CREATE TABLE kept_answer (
    id            uuid PRIMARY KEY,
    request       text NOT NULL,
    sealed_answer bytea,
    asked_at      timestamptz NOT NULL
);
COMMENT ON COLUMN kept_answer.id IS 'a digest of whose key it is, and of the key';
COMMENT ON COLUMN kept_answer.sealed_answer IS
    'sealed as brand.sealed_key is; null while the call is carried out, and where its end is not known';
CREATE INDEX kept_answer_by_age ON kept_answer (asked_at);
CREATE INDEX kept_answer_sealed_under ON kept_answer (substr(sealed_answer, 1, 9)) WHERE sealed_answer IS NOT NULL;
