-- A campaign: its rules as the document that the commitment is made over, and what is no part of them.
CREATE TABLE campaign (
    id             uuid PRIMARY KEY,
    brand_id       uuid NOT NULL REFERENCES brand,
    name           text NOT NULL,
    state          text NOT NULL CHECK (state IN ('DRAFT', 'RUNNING', 'ENDED')),
    edits          integer NOT NULL DEFAULT 0,
    look           text NOT NULL DEFAULT 'PACKET' CHECK (look IN ('PACKET', 'WHEEL')),
    rules          text NOT NULL,
    zone           text NOT NULL,
    sealed_seed    bytea,
    commitment     bytea,
    created_at     timestamptz NOT NULL,
    published_at   timestamptz,
    ended_at       timestamptz,
    UNIQUE (brand_id, id),
    CHECK ((state = 'DRAFT') = (sealed_seed IS NULL)),
    CHECK ((state = 'DRAFT') = (commitment IS NULL))
);
COMMENT ON COLUMN campaign.edits IS 'count of changes, so that nobody publishes what is no longer so';
COMMENT ON COLUMN campaign.rules IS 'text of the rules; of a campaign that was published, that of its latest version';
COMMENT ON COLUMN campaign.zone IS
    'time zone by which hours and days are told; the text of the rules names it only where a rule tells time';
COMMENT ON COLUMN campaign.sealed_seed IS
    'the seed of the draw, sealed as brand.sealed_key is, bound to the campaign''s id';
CREATE INDEX campaign_sealed_under ON campaign (substr(sealed_seed, 1, 9)) WHERE sealed_seed IS NOT NULL;
COMMENT ON COLUMN campaign.commitment IS 'commitment of the version of the rules that holds now';
CREATE INDEX campaign_by_brand ON campaign (brand_id, created_at);

-- Every version of the rules that was ever promised, as the text that a commitment binds.
CREATE TABLE rules_version (
    campaign_id  uuid NOT NULL REFERENCES campaign,
    version      integer NOT NULL CHECK (version > 0),
    brand_id     uuid NOT NULL,
    rules        text NOT NULL,
    commitment   bytea NOT NULL,
    key_id       uuid REFERENCES staff_key,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, version)
);
COMMENT ON COLUMN rules_version.key_id IS 'the staff key that published it';
CREATE TRIGGER rules_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rules_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Lines of a published pool, as far as SQL asks: written once, with the pool, from the rules that were committed to.
CREATE TABLE pool_line (
    campaign_id  uuid NOT NULL REFERENCES campaign,
    line         integer NOT NULL CHECK (line >= 0),
    brand_id     uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('CASH', 'POINTS', 'COUPON', 'GIFT', 'PIECE', 'THANKS')),
    slot         text CHECK (slot IN ('STORE', 'GUIDE', 'DEALER')),
    title        text NOT NULL,
    currency     text NOT NULL,
    amount       bigint NOT NULL CHECK (amount > 0),
    amount_max   bigint NOT NULL,
    count        integer NOT NULL CHECK (count > 0),
    times        integer NOT NULL CHECK (times BETWEEN 1 AND 10),
    total        bigint GENERATED ALWAYS AS
        ((count / 2 * (amount + amount_max) + count % 2 * ((amount + amount_max) / 2)) * times) STORED,
    store_fee    bigint NOT NULL CHECK (store_fee >= 0),
    pending_days integer NOT NULL CHECK (pending_days >= 0),
    valid_months integer NOT NULL CHECK (valid_months >= 0),
    PRIMARY KEY (campaign_id, line),
    CHECK (amount_max >= amount),
    CHECK (times = 1 OR kind = 'POINTS')
);
COMMENT ON COLUMN pool_line.slot IS
    'beneficiary, where the reward comes with a consumer''s claim; null for the consumer''s own';
COMMENT ON COLUMN pool_line.currency IS 'currency of cash and fees, ISO 4217';
COMMENT ON COLUMN pool_line.times IS 'the largest factor that its points are multiplied by on a day';
COMMENT ON COLUMN pool_line.total IS 'cost of all prizes of the line together';
CREATE TRIGGER pool_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON pool_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Worth of the prizes that a brand has published on a day, by the calendar of China, in minor units: counted when a
-- campaign is published, and for good.
CREATE TABLE published_day (
    brand_id uuid NOT NULL REFERENCES brand,
    day      date NOT NULL,
    amount   bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (brand_id, day)
);

-- Counter that orders the claims of a campaign: whoever holds its row lock holds the order. How far the campaign has
-- come, where a claim depends on more than its position, is in the same row, so that the lock guards it and whoever
-- waited for the lock reads what was written last; null where no claim depends on it.
CREATE TABLE pool_counter (
    campaign_id   uuid PRIMARY KEY REFERENCES campaign,
    brand_id      uuid NOT NULL,
    claims        integer NOT NULL CHECK (claims > 0),
    next_position integer NOT NULL CHECK (next_position BETWEEN 0 AND claims),
    closed        boolean NOT NULL,
    won           integer[],
    hour_since    timestamptz,
    hour_cash     bigint CHECK (hour_cash >= 0),
    day_since     timestamptz,
    day_cash      bigint CHECK (day_cash >= 0),
    CHECK (num_nulls(won, hour_since, hour_cash, day_since, day_cash) IN (0, 5))
) WITH (fillfactor = 50);
COMMENT ON COLUMN pool_counter.won IS 'prizes of each line that were won; empty where the draw does not ask';
