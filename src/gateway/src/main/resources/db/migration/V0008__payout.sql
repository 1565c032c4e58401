-- Providers of brands that chose another than the deployment's default.
CREATE TABLE payout_provider (
    brand_id uuid PRIMARY KEY REFERENCES brand,
    provider text NOT NULL
);
COMMENT ON COLUMN payout_provider.provider IS 'id of the provider of payouts that are awarded from now on';

-- Outbox: written in the commit of the claim, carried to the outside world by a worker. Cash that its person could have
-- received and did not, within the days that the rules give, goes back.
CREATE TABLE payout (
    claim_id       uuid PRIMARY KEY,
    brand_id       uuid NOT NULL,
    campaign_id    uuid NOT NULL,
    member_id      uuid NOT NULL,
    provider       text NOT NULL,
    test           boolean NOT NULL DEFAULT false,
    payee_account  text NOT NULL,
    amount         bigint NOT NULL CHECK (amount > 0),
    currency       text NOT NULL,
    state          text NOT NULL CHECK (state IN ('AWARDED', 'BILLED', 'WAIT_CONFIRM', 'PAID', 'FAILED', 'EXPIRED',
        'REISSUED', 'BLOCKED', 'RETURNED')),
    bill_no        text NOT NULL UNIQUE,
    bill_body      text,
    number_retired boolean NOT NULL DEFAULT false,
    attempts       integer NOT NULL,
    unwritten      integer NOT NULL DEFAULT 0,
    payee_retries  integer NOT NULL DEFAULT 0 CHECK (payee_retries BETWEEN 0 AND 10),
    failure        text,
    due_at         timestamptz NOT NULL DEFAULT now(),
    created_at     timestamptz NOT NULL,
    settled_at     timestamptz,
    returns_at     timestamptz,
    written_in     bigint NOT NULL DEFAULT txid_current(),
    CONSTRAINT payout_of_a_test_is_the_sandboxs CHECK (NOT test OR provider = 'sandbox')
) WITH (fillfactor = 70);
COMMENT ON COLUMN payout.provider IS 'id of the provider that carries it';
COMMENT ON COLUMN payout.test IS 'won by a code of a test lot: no real provider ever pays it';
COMMENT ON COLUMN payout.payee_account IS
    'account of the payee at the provider, in the provider''s own format; for the sandbox the member id';
COMMENT ON COLUMN payout.bill_no IS 'one number per award, until the provider has refused or closed it for good';
COMMENT ON COLUMN payout.bill_body IS 'the exact request, stored before it is first sent';
COMMENT ON COLUMN payout.number_retired IS
    'the provider has said that nothing is or will be paid under this bill number';
COMMENT ON COLUMN payout.unwritten IS 'times in a row that an answer of the provider could not be written here';
COMMENT ON COLUMN payout.payee_retries IS 'times that the payee has asked for it again, since the brand last did';
COMMENT ON COLUMN payout.due_at IS
    'when it is carried on, or the end of the lease of whoever carries it: by the clock of this database';
COMMENT ON COLUMN payout.returns_at IS 'when it goes back, if it is FAILED or EXPIRED then; null for never';
CREATE INDEX payout_due ON payout (provider, brand_id, due_at)
    WHERE state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM');
CREATE INDEX payout_in_flight ON payout (provider, brand_id, due_at) WHERE state IN ('BILLED', 'WAIT_CONFIRM');
CREATE INDEX payout_by_state ON payout (brand_id, state, claim_id);
CREATE INDEX payout_settled ON payout (brand_id, settled_at) WHERE state = 'PAID';
-- Those that were not received: a claim writes neither index, since its payout is not in them.
CREATE INDEX payout_returns ON payout (returns_at) WHERE state IN ('FAILED', 'EXPIRED') AND returns_at IS NOT NULL;
CREATE INDEX payout_returns_of_campaign ON payout (campaign_id, returns_at)
    WHERE state IN ('FAILED', 'EXPIRED') AND returns_at IS NOT NULL;
CREATE INDEX payout_written ON payout USING brin (written_in);
CREATE TRIGGER payout_written BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION mark_written();

-- Payments to people. What the sandbox paid for a test lot is in the ledger, and nobody's income.
CREATE VIEW payment AS
    SELECT t.* FROM transfer t
    WHERE t.reason = 'PAY' AND NOT EXISTS (SELECT 1 FROM payout p WHERE p.claim_id = t.reference AND p.test);

-- Steps that a payout may take. The database refuses every other.
CREATE TABLE payout_transition (
    was    text NOT NULL,
    became text NOT NULL,
    PRIMARY KEY (was, became)
);
INSERT INTO payout_transition (was, became) VALUES
    ('AWARDED', 'BILLED'), ('REISSUED', 'BILLED'),
    ('BILLED', 'WAIT_CONFIRM'), ('BILLED', 'PAID'), ('BILLED', 'FAILED'), ('BILLED', 'EXPIRED'), ('BILLED', 'BLOCKED'),
    ('WAIT_CONFIRM', 'PAID'), ('WAIT_CONFIRM', 'FAILED'), ('WAIT_CONFIRM', 'EXPIRED'), ('WAIT_CONFIRM', 'BLOCKED'),
    ('FAILED', 'REISSUED'), ('EXPIRED', 'REISSUED'), ('BLOCKED', 'REISSUED'), ('BLOCKED', 'BILLED'),
    ('FAILED', 'RETURNED'), ('EXPIRED', 'RETURNED');

-- Steps that each payout took.
CREATE TABLE payout_event (
    claim_id    uuid NOT NULL,
    was         text NOT NULL,
    became      text NOT NULL,
    bill_no     text NOT NULL,
    failure     text,
    happened_at timestamptz NOT NULL
);
CREATE INDEX payout_event_by_claim ON payout_event (claim_id, happened_at);
CREATE TRIGGER payout_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payout_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION payout_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.bill_no <> OLD.bill_no AND NOT OLD.number_retired THEN
        RAISE EXCEPTION 'bill % may still be paid: no other number', OLD.bill_no USING ERRCODE = '23514';
    END IF;
    IF NEW.bill_no = OLD.bill_no AND OLD.bill_body IS NOT NULL AND NEW.bill_body IS DISTINCT FROM OLD.bill_body THEN
        RAISE EXCEPTION 'bill % has a body already', OLD.bill_no USING ERRCODE = '23514';
    END IF;
    IF NEW.bill_no = OLD.bill_no
            AND (NEW.provider <> OLD.provider OR NEW.payee_account <> OLD.payee_account) THEN
        RAISE EXCEPTION 'bill % has a provider and a payee already', OLD.bill_no USING ERRCODE = '23514';
    END IF;
    IF NEW.test <> OLD.test THEN
        RAISE EXCEPTION 'payout % is a test or none for good', NEW.claim_id USING ERRCODE = '23514';
    END IF;
    IF NEW.state <> OLD.state THEN
        IF NOT EXISTS (SELECT 1 FROM payout_transition WHERE was = OLD.state AND became = NEW.state) THEN
            RAISE EXCEPTION 'a payout does not go from % to %', OLD.state, NEW.state USING ERRCODE = '23514';
        END IF;
        INSERT INTO payout_event VALUES (NEW.claim_id, OLD.state, NEW.state, NEW.bill_no, NEW.failure,
            clock_timestamp());
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payout_moves BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION payout_moves();

-- Brands whose money at a provider is used up: nothing of theirs is sent there until then.
CREATE TABLE payout_pause (
    brand_id     uuid NOT NULL REFERENCES brand,
    provider     text NOT NULL,
    paused_until timestamptz NOT NULL,
    PRIMARY KEY (brand_id, provider)
);

-- Amount that was sent out for payment for a brand on a day, by the calendar of China and the clock of this database.
CREATE TABLE payout_day (
    brand_id uuid NOT NULL REFERENCES brand,
    day      date NOT NULL,
    amount   bigint NOT NULL CHECK (amount >= 0),
    refused  bigint CHECK (refused > 0),
    PRIMARY KEY (brand_id, day)
) WITH (fillfactor = 70);
COMMENT ON COLUMN payout_day.refused IS
    'amount of the first payout that was beyond the limit: until the limit allows it, no new ones are taken';

-- Memory of the sandbox provider, as an outside company would have it: across restarts, by bill number, with the
-- merchant account that each bill came from.
CREATE TABLE sandbox_order (
    bill_no     text PRIMARY KEY,
    brand_id    uuid,
    body        text NOT NULL,
    state       text NOT NULL CHECK (state IN ('ACCEPTED', 'PAID', 'FAILED')),
    reason      text,
    received_at timestamptz NOT NULL,
    pays_at     timestamptz NOT NULL,
    paid_at     timestamptz
);
COMMENT ON COLUMN sandbox_order.reason IS 'reason of the refusal, now or when its time comes; null when it pays';
CREATE INDEX sandbox_order_due ON sandbox_order (brand_id, pays_at) WHERE state = 'ACCEPTED';
CREATE INDEX sandbox_order_paid ON sandbox_order (brand_id, paid_at, bill_no) WHERE state = 'PAID';

-- The providers' statements, of each day of each brand by itself: those that are to be taken in, and those that are.
CREATE TABLE provider_statement (
    brand_id uuid NOT NULL,
    provider text NOT NULL,
    day      date NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    due_at   timestamptz NOT NULL,
    taken_at timestamptz,
    compared boolean NOT NULL DEFAULT false,
    PRIMARY KEY (brand_id, provider, day)
) WITH (fillfactor = 70);
COMMENT ON COLUMN provider_statement.due_at IS
    'when it is taken in, or the end of the lease of whoever does: by the clock of this database';
COMMENT ON COLUMN provider_statement.taken_at IS 'when it was here in full; null before';
COMMENT ON COLUMN provider_statement.compared IS 'the latest report of the day has it';
CREATE INDEX provider_statement_due ON provider_statement (provider, brand_id, due_at) WHERE taken_at IS NULL;
CREATE INDEX provider_statement_to_compare ON provider_statement (day, brand_id)
    WHERE taken_at IS NOT NULL AND NOT compared;

-- Payments as the providers state them. A number that one paid twice is in here twice.
CREATE TABLE statement_line (
    brand_id uuid NOT NULL,
    provider text NOT NULL,
    bill_no  text NOT NULL,
    currency text NOT NULL,
    amount   bigint NOT NULL,
    paid_at  timestamptz NOT NULL,
    PRIMARY KEY (brand_id, bill_no, currency, amount, paid_at, provider)
);
CREATE INDEX statement_line_by_day ON statement_line (brand_id, paid_at);
CREATE TRIGGER statement_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reconciliation (
    brand_id uuid NOT NULL,
    day      date NOT NULL,
    made_at  timestamptz NOT NULL,
    agrees   boolean NOT NULL,
    report   text NOT NULL,
    PRIMARY KEY (brand_id, day, made_at)
);
COMMENT ON COLUMN reconciliation.day IS 'by the calendar of the brand';
CREATE TRIGGER reconciliation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The turn of a brand to be reconciled: one at a time, over all replicas.
CREATE TABLE reconciliation_turn (
    brand_id     uuid PRIMARY KEY,
    leased_until timestamptz NOT NULL,
    run_id       uuid NOT NULL
) WITH (fillfactor = 70);
COMMENT ON COLUMN reconciliation_turn.leased_until IS
    'when another may have it: the end, or that of the lease where the replica died; by the clock of this database';
