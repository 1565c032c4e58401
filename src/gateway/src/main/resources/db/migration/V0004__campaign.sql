-- Rules of a campaign beside its prizes. A limit that is null does not hold.
CREATE TABLE campaign (
    id             uuid PRIMARY KEY,
    brand_id       uuid NOT NULL REFERENCES brand,
    name           text NOT NULL,
    state          text NOT NULL CHECK (state IN ('DRAFT', 'RUNNING', 'ENDED')),
    edits          integer NOT NULL DEFAULT 0,
    look           text NOT NULL DEFAULT 'PACKET' CHECK (look IN ('PACKET', 'WHEEL')),
    currency       text NOT NULL,
    claims         integer NOT NULL CHECK (claims > 0),
    draw           text NOT NULL CHECK (draw IN ('EXACT', 'ODDS')),
    starts_at      timestamptz,
    ends_at        timestamptz,
    zone           text NOT NULL,
    hours_from     time,
    hours_to       time,
    people         text NOT NULL CHECK (people IN ('ALL', 'NEW')),
    tags           text NOT NULL DEFAULT '',
    regions        text NOT NULL DEFAULT '',
    per_person_day integer CHECK (per_person_day > 0),
    per_person     integer CHECK (per_person > 0),
    cash_per_hour  bigint CHECK (cash_per_hour > 0),
    cash_per_day   bigint CHECK (cash_per_day > 0),
    multipliers    text NOT NULL DEFAULT '',
    points_times   integer NOT NULL DEFAULT 1 CHECK (points_times BETWEEN 1 AND 10),
    sealed_seed    bytea,
    commitment     bytea,
    created_at     timestamptz NOT NULL,
    published_at   timestamptz,
    ended_at       timestamptz,
    UNIQUE (brand_id, id),
    CHECK (starts_at < ends_at),
    CHECK ((state = 'DRAFT') = (sealed_seed IS NULL)),
    CHECK ((state = 'DRAFT') = (commitment IS NULL)),
    CHECK ((hours_from IS NULL) = (hours_to IS NULL))
);
COMMENT ON COLUMN campaign.edits IS 'count of changes, so that nobody publishes what is no longer so';
COMMENT ON COLUMN campaign.zone IS 'time zone by which hours and days are told';
COMMENT ON COLUMN campaign.tags IS 'as in the text of the rules';
COMMENT ON COLUMN campaign.regions IS 'as in the text of the rules';
COMMENT ON COLUMN campaign.multipliers IS 'as in the text of the rules, a line each';
COMMENT ON COLUMN campaign.points_times IS 'the largest factor of the multipliers';
COMMENT ON COLUMN campaign.sealed_seed IS
    'the seed of the draw, AES-GCM under the key-encryption key, bound to the campaign''s id';
COMMENT ON COLUMN campaign.commitment IS 'commitment of the version of the rules that holds now';
CREATE INDEX campaign_by_brand ON campaign (brand_id, created_at);

-- Lines of a campaign: those that are drawn; those that a rule gives, with a bonus; those that come with a consumer's
-- claim, with a slot.
CREATE TABLE prize (
    campaign_id  uuid NOT NULL REFERENCES campaign,
    line         integer NOT NULL CHECK (line >= 0),
    brand_id     uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('CASH', 'POINTS', 'COUPON', 'GIFT', 'PIECE', 'THANKS')),
    slot         text CHECK (slot IN ('STORE', 'GUIDE', 'DEALER')),
    title        text NOT NULL DEFAULT '',
    amount       bigint NOT NULL CHECK (amount > 0),
    amount_max   bigint NOT NULL,
    count        integer NOT NULL CHECK (count > 0),
    total        bigint GENERATED ALWAYS AS
        (count / 2 * (amount + amount_max) + count % 2 * ((amount + amount_max) / 2)) STORED,
    per_million  integer CHECK (per_million BETWEEN 1 AND 1000000),
    fallback     integer CHECK (fallback > line),
    bonus        text CHECK (bonus IN ('SET', 'NTH')),
    nth          integer CHECK (nth > 0),
    per          text CHECK (per IN ('DAY', 'WEEK', 'MONTH', 'EVER')),
    valid_days   integer NOT NULL DEFAULT 0 CHECK (valid_days >= 0),
    price        bigint NOT NULL DEFAULT 0 CHECK (price >= 0),
    store_fee    bigint NOT NULL DEFAULT 0 CHECK (store_fee >= 0),
    locked_days  integer NOT NULL DEFAULT 0 CHECK (locked_days >= 0),
    pending_days integer NOT NULL DEFAULT 0 CHECK (pending_days >= 0),
    valid_months integer NOT NULL DEFAULT 0 CHECK (valid_months >= 0),
    PRIMARY KEY (campaign_id, line),
    CHECK (fallback IS NULL OR per_million IS NOT NULL),
    CHECK ((bonus = 'NTH') IS TRUE = (nth IS NOT NULL) AND (nth IS NULL) = (per IS NULL)),
    CHECK (amount_max >= amount)
);
COMMENT ON COLUMN prize.slot IS
    'beneficiary, where the reward comes with a consumer''s claim; null for the consumer''s own';
COMMENT ON COLUMN prize.total IS 'cost of all prizes of the line together, before any multiplier';
COMMENT ON COLUMN prize.fallback IS 'the line that is won instead when no prize of this one is left';

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
