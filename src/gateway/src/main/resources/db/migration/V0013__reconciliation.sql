-- A provider knows whose merchant account a bill came from, and when it paid it.
ALTER TABLE sandbox_bill ADD COLUMN brand_id uuid, ADD COLUMN paid_at timestamptz;
UPDATE sandbox_bill s SET brand_id = p.brand_id FROM payout p WHERE p.bill_no = s.bill_no;
UPDATE sandbox_bill SET paid_at = pays_at WHERE state = 'PAID';
CREATE INDEX sandbox_bill_of_brand ON sandbox_bill (brand_id, bill_no);

-- What a provider says that it paid. A number that it paid twice is in here twice.
CREATE TABLE statement_line (
    brand_id uuid NOT NULL,
    bill_no  text NOT NULL,
    currency text NOT NULL,
    amount   bigint NOT NULL,
    paid_at  timestamptz NOT NULL,
    PRIMARY KEY (brand_id, bill_no, currency, amount, paid_at)
);
CREATE INDEX statement_line_by_day ON statement_line (brand_id, paid_at);
CREATE TRIGGER statement_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reconciliation (
    brand_id    uuid NOT NULL,
    day         date NOT NULL,
    made_at     timestamptz NOT NULL,
    day_is_over boolean NOT NULL,
    agrees      boolean NOT NULL,
    report      text NOT NULL,
    PRIMARY KEY (brand_id, day, made_at)
);
COMMENT ON COLUMN reconciliation.day IS 'by the calendar of China';
CREATE TRIGGER reconciliation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE INDEX payout_settled ON payout (brand_id, settled_at) WHERE state = 'PAID';
