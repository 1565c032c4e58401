-- The outbox: written in the commit of the claim, carried to the outside world by a worker.
CREATE TABLE payout (
    claim_id    uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    member_id   uuid NOT NULL,
    amount      bigint NOT NULL CHECK (amount > 0),
    currency    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('AWARDED', 'BILLED', 'WAIT_CONFIRM', 'PAID', 'FAILED')),
    bill_no     text NOT NULL UNIQUE,
    bill_body   text,
    attempts    integer NOT NULL,
    failure     text,
    due_at      timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    settled_at  timestamptz
) WITH (fillfactor = 70);
COMMENT ON COLUMN payout.bill_no IS 'one number per award for ever';
COMMENT ON COLUMN payout.bill_body IS 'the exact request, stored before it is first sent';
CREATE INDEX payout_due ON payout (due_at) WHERE state IN ('AWARDED', 'BILLED', 'WAIT_CONFIRM');

-- What the sandbox provider remembers, as an outside company would: across restarts, by bill number.
CREATE TABLE sandbox_bill (
    bill_no     text PRIMARY KEY,
    body        text NOT NULL,
    state       text NOT NULL CHECK (state IN ('ACCEPTED', 'PAID', 'FAILED')),
    received_at timestamptz NOT NULL,
    pays_at     timestamptz NOT NULL
);

-- A reward as a member sees it: the claim, and how far its payout has come. Points are there at once.
CREATE VIEW reward AS
SELECT c.id, c.brand_id, c.member_id, c.lot, c.serial, c.slot, c.kind, c.amount, c.unit, c.claimed_at,
       CASE c.kind WHEN 'CASH' THEN p.state ELSE 'PAID' END AS state
FROM claim c
LEFT JOIN payout p ON p.claim_id = c.id
WHERE c.kind IS NOT NULL;
