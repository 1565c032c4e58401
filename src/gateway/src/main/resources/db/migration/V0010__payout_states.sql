-- What may become of a payout. The database refuses every other way.
ALTER TABLE payout DROP CONSTRAINT payout_state_check;
CREATE TABLE payout_edge (
    was    text NOT NULL,
    became text NOT NULL,
    PRIMARY KEY (was, became)
);
INSERT INTO payout_edge VALUES
    ('AWARDED', 'BILLED'), ('REISSUED', 'BILLED'),
    ('BILLED', 'WAIT_CONFIRM'), ('BILLED', 'PAID'), ('BILLED', 'FAILED'), ('BILLED', 'EXPIRED'), ('BILLED', 'BLOCKED'),
    ('WAIT_CONFIRM', 'PAID'), ('WAIT_CONFIRM', 'FAILED'), ('WAIT_CONFIRM', 'EXPIRED'), ('WAIT_CONFIRM', 'BLOCKED'),
    ('FAILED', 'REISSUED'), ('EXPIRED', 'REISSUED'), ('BLOCKED', 'REISSUED'), ('BLOCKED', 'BILLED');

ALTER TABLE payout
    ADD COLUMN spent boolean NOT NULL DEFAULT false,
    ADD CHECK (state IN ('AWARDED', 'BILLED', 'WAIT_CONFIRM', 'PAID', 'FAILED', 'EXPIRED', 'REISSUED', 'BLOCKED'));
COMMENT ON COLUMN payout.spent IS 'the provider has said that nothing is or will be paid under this bill number';
COMMENT ON COLUMN payout.bill_no IS 'one number per award, until the provider has refused or closed it for good';
UPDATE payout SET spent = true WHERE state = 'FAILED';

DROP INDEX payout_due;
CREATE INDEX payout_due ON payout (due_at) WHERE state IN ('AWARDED', 'REISSUED', 'BILLED', 'WAIT_CONFIRM');
CREATE INDEX payout_by_state ON payout (brand_id, state, claim_id);

-- The whole way of each payout.
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
    IF NEW.bill_no <> OLD.bill_no AND NOT OLD.spent THEN
        RAISE EXCEPTION 'bill % may still be paid: no other number', OLD.bill_no USING ERRCODE = '23514';
    END IF;
    IF NEW.bill_no = OLD.bill_no AND OLD.bill_body IS NOT NULL AND NEW.bill_body IS DISTINCT FROM OLD.bill_body THEN
        RAISE EXCEPTION 'bill % has a body already', OLD.bill_no USING ERRCODE = '23514';
    END IF;
    IF NEW.state <> OLD.state THEN
        IF NOT EXISTS (SELECT 1 FROM payout_edge WHERE was = OLD.state AND became = NEW.state) THEN
            RAISE EXCEPTION 'a payout does not go from % to %', OLD.state, NEW.state USING ERRCODE = '23514';
        END IF;
        INSERT INTO payout_event VALUES (NEW.claim_id, OLD.state, NEW.state, NEW.bill_no, NEW.failure, clock_timestamp());
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payout_moves BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION payout_moves();

-- The brands whose money at the provider is used up: nothing of theirs is sent until then.
CREATE TABLE payout_pause (
    brand_id     uuid PRIMARY KEY REFERENCES brand,
    paused_until timestamptz NOT NULL
);

ALTER TABLE sandbox_bill ADD COLUMN reason text;
COMMENT ON COLUMN sandbox_bill.reason IS 'why it is refused, or will be when its time comes; null when it pays';
