CREATE TYPE account_kind AS ENUM ('FUNDING', 'POOL', 'RESERVE', 'MEMBER', 'STORE', 'PAID_OUT', 'EXPIRED');

-- FUNDING and PAID_OUT belong to a brand, POOL to a campaign, MEMBER to a member. FUNDING is the outside world from
-- the ledger's point of view: it goes below zero by what the brand has put in. RESERVE belongs to a campaign: what is
-- set aside for packets that are locked and for the fees of coupons that may be redeemed. STORE belongs to a staff key:
-- what its store has earned.
CREATE TABLE account (
    owner    uuid NOT NULL,
    kind     account_kind NOT NULL,
    unit     text NOT NULL,
    brand_id uuid NOT NULL,
    balance  bigint NOT NULL,
    PRIMARY KEY (owner, kind, unit),
    CONSTRAINT account_not_overdrawn CHECK (kind = 'FUNDING' OR balance >= 0)
) WITH (fillfactor = 50);
COMMENT ON COLUMN account.unit IS 'POINT, or an ISO 4217 code; amounts are in its minor unit';

-- One row moves an amount from one account to another, so it balances by construction. What it is for, the reason and
-- the unit are its idempotency key.
CREATE TABLE transfer (
    reference           uuid NOT NULL,
    reason              text NOT NULL CHECK (reason IN ('FUND', 'AWARD', 'PAY', 'RETURN', 'CORRECT', 'RESERVE', 'OPEN',
        'RECLAIM', 'FEE', 'REDEEM', 'SHIP', 'EXPIRE', 'RELEASE', 'ADJUST')),
    unit                text NOT NULL,
    brand_id            uuid NOT NULL,
    debit_owner         uuid NOT NULL,
    debit_kind          account_kind NOT NULL,
    credit_owner        uuid NOT NULL,
    credit_kind         account_kind NOT NULL,
    amount              bigint NOT NULL CHECK (amount > 0),
    corrects_reference  uuid,
    corrects_reason     text,
    transferred_at      timestamptz NOT NULL,
    written_in          bigint NOT NULL DEFAULT txid_current(),
    PRIMARY KEY (reference, reason, unit),
    CONSTRAINT transfer_between_its_kinds CHECK (CASE reason
        WHEN 'FUND' THEN debit_kind = 'FUNDING' AND credit_kind = 'POOL'
        WHEN 'AWARD' THEN debit_kind = 'POOL' AND credit_kind IN ('MEMBER', 'RESERVE')
        WHEN 'PAY' THEN debit_kind = 'MEMBER' AND credit_kind = 'PAID_OUT' AND unit NOT IN ('POINT', 'COUPON', 'GIFT')
        WHEN 'RETURN' THEN debit_kind = 'POOL' AND credit_kind = 'FUNDING'
        WHEN 'RESERVE' THEN debit_kind = 'POOL' AND credit_kind = 'RESERVE'
        WHEN 'OPEN' THEN debit_kind = 'RESERVE' AND credit_kind = 'MEMBER'
        WHEN 'RECLAIM' THEN debit_kind IN ('RESERVE', 'MEMBER') AND credit_kind IN ('POOL', 'FUNDING')
        WHEN 'FEE' THEN debit_kind = 'RESERVE' AND credit_kind = 'STORE'
        WHEN 'REDEEM' THEN debit_kind = 'MEMBER' AND credit_kind = 'PAID_OUT' AND unit = 'COUPON'
        WHEN 'SHIP' THEN debit_kind = 'MEMBER' AND credit_kind = 'PAID_OUT' AND unit = 'GIFT'
        WHEN 'EXPIRE' THEN debit_kind = 'MEMBER'
            AND (unit, credit_kind::text) IN (('COUPON', 'FUNDING'), ('POINT', 'EXPIRED'))
        WHEN 'RELEASE' THEN debit_kind = 'RESERVE' AND credit_kind = 'MEMBER' AND unit = 'POINT'
        WHEN 'ADJUST' THEN unit = 'POINT'
            AND (debit_kind::text, credit_kind::text) IN (('FUNDING', 'MEMBER'), ('MEMBER', 'FUNDING'))
        WHEN 'CORRECT' THEN debit_kind IN ('RESERVE', 'MEMBER') AND credit_kind IN ('POOL', 'FUNDING')
            AND unit = 'POINT' AND corrects_reference = reference AND corrects_reason = 'AWARD'
        ELSE false END),
    CONSTRAINT transfer_in_its_brand CHECK (
        (debit_kind NOT IN ('FUNDING', 'PAID_OUT', 'EXPIRED') OR debit_owner = brand_id)
        AND (credit_kind NOT IN ('FUNDING', 'PAID_OUT', 'EXPIRED') OR credit_owner = brand_id)),
    CHECK ((reason = 'CORRECT') = (corrects_reference IS NOT NULL)),
    CHECK ((corrects_reference IS NULL) = (corrects_reason IS NULL)),
    FOREIGN KEY (corrects_reference, corrects_reason, unit) REFERENCES transfer (reference, reason, unit)
);
COMMENT ON COLUMN transfer.reference IS
    'FUND and RETURN: the campaign; ADJUST, and EXPIRE of what it gave: the adjustment; the others: the claim';
-- Payments, by their day and by their payee: written when a provider has paid, not when a claim commits.
CREATE INDEX transfer_paid ON transfer (brand_id, transferred_at) WHERE reason = 'PAY';
CREATE INDEX transfer_paid_to ON transfer (brand_id, debit_owner, transferred_at) WHERE reason = 'PAY';
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- An index of blocks costs a new row next to nothing.
CREATE INDEX transfer_written ON transfer USING brin (written_in);

-- Seals: all that transactions before a number wrote is summed up, so that a check can go on from there. A seal is made
-- when every such transaction has ended.
CREATE TABLE ledger_seal (
    number       integer PRIMARY KEY,
    until_txid   bigint NOT NULL UNIQUE,
    transfer_mib bigint NOT NULL,
    sealed_at    timestamptz NOT NULL
);
COMMENT ON COLUMN ledger_seal.until_txid IS
    'the first transaction that is not in it; it begins where the seal before ended';
COMMENT ON COLUMN ledger_seal.transfer_mib IS 'size of the table of transfers then: when another is due';
CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Digest of what a seal has of a brand, chained to the one before.
CREATE TABLE brand_seal (
    brand_id  uuid NOT NULL,
    number    integer NOT NULL REFERENCES ledger_seal,
    claims    bigint NOT NULL,
    transfers bigint NOT NULL,
    digest    bytea NOT NULL,
    chain     bytea NOT NULL,
    PRIMARY KEY (brand_id, number)
);
COMMENT ON COLUMN brand_seal.digest IS
    'SHA-256 over the SHA-256 of each claim and transfer, in the order of these';
COMMENT ON COLUMN brand_seal.chain IS 'SHA-256 over the chain before, the number, and the digest';
CREATE TRIGGER brand_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON brand_seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Sums over all seals. What is zero has no row.
CREATE TABLE sealed_sum (
    owner    uuid NOT NULL,
    what     text NOT NULL,
    unit     text NOT NULL,
    brand_id uuid NOT NULL,
    total    bigint NOT NULL,
    PRIMARY KEY (owner, what, unit, brand_id)
) WITH (fillfactor = 80);
COMMENT ON COLUMN sealed_sum.what IS 'a kind of account, for its balance; CLAIMS, POSITIONS and WON of a campaign';
COMMENT ON COLUMN sealed_sum.unit IS 'the unit; of WON, the prize line; otherwise empty';

-- The same, counted anew by a full check, with a row for each part that was read. Nobody misses it after a crash.
CREATE UNLOGGED TABLE recounted_sum (
    run_id   uuid NOT NULL,
    owner    uuid NOT NULL,
    what     text NOT NULL,
    unit     text NOT NULL,
    brand_id uuid NOT NULL,
    total    bigint NOT NULL
);

-- Faults in what is sealed, as of the last full check and the seals since: a seal hides no fault that it was made over.
CREATE TABLE ledger_fault (
    brand_id uuid NOT NULL,
    law      text NOT NULL,
    faults   bigint NOT NULL,
    PRIMARY KEY (brand_id, law)
);

-- Full checks that were asked for, and their reports. One run answers all that wait when it begins.
CREATE TABLE ledger_check (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    state       text NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
    request_key text,
    run_id      uuid,
    leased_till timestamptz,
    asked_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    report      text,
    CHECK ((state IN ('DONE', 'FAILED')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'RUNNING') = (leased_till IS NOT NULL)),
    CHECK ((state = 'DONE') = (report IS NOT NULL)),
    UNIQUE (brand_id, request_key)
);
COMMENT ON COLUMN ledger_check.run_id IS 'the run that answers it; another takes it over when the lease has ended';
CREATE UNIQUE INDEX ledger_check_once ON ledger_check (brand_id) WHERE state = 'WAITING';
CREATE INDEX ledger_check_open ON ledger_check (state) WHERE state IN ('WAITING', 'RUNNING');

-- Tells the indexes of blocks what was written since they were last told. Only the owner of an index may.
-- It runs as the owner, so its names are those of the catalogue, and nobody's temporary ones come before them.
CREATE FUNCTION summarize_written() RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_catalog.brin_summarize_new_values(c.oid)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_am m ON m.oid = c.relam
    WHERE m.amname = 'brin' AND c.relname LIKE '%\_written'
        AND pg_catalog.pg_get_userbyid(c.relowner) = current_user
$$;
