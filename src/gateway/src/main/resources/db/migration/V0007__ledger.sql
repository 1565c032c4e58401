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
    PRIMARY KEY (reference, reason, unit),
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
