-- The rules of a campaign beside its prizes and its period. What is null is not limited.
ALTER TABLE campaign
    ADD COLUMN draw                text NOT NULL DEFAULT 'EXACT' CHECK (draw IN ('EXACT', 'ODDS')),
    ADD COLUMN zone                text NOT NULL DEFAULT 'Asia/Shanghai',
    ADD COLUMN hours_from          time,
    ADD COLUMN hours_to            time,
    ADD COLUMN people              text NOT NULL DEFAULT 'ALL' CHECK (people IN ('ALL', 'NEW')),
    ADD COLUMN per_person_day      integer CHECK (per_person_day > 0),
    ADD COLUMN per_person          integer CHECK (per_person > 0),
    ADD COLUMN cash_per_hour       bigint CHECK (cash_per_hour > 0),
    ADD COLUMN cash_per_day        bigint CHECK (cash_per_day > 0),
    ADD COLUMN edits               integer NOT NULL DEFAULT 0,
    ADD CHECK ((hours_from IS NULL) = (hours_to IS NULL));
ALTER TABLE campaign ALTER COLUMN draw DROP DEFAULT, ALTER COLUMN zone DROP DEFAULT, ALTER COLUMN people DROP DEFAULT;
COMMENT ON COLUMN campaign.edits IS 'how often it was changed, so that nobody publishes what is no longer so';
COMMENT ON COLUMN campaign.zone IS 'whose clock and calendar hours and days are told by';

ALTER TABLE prize
    ADD COLUMN per_million integer CHECK (per_million BETWEEN 1 AND 1000000),
    ADD COLUMN fallback    integer CHECK (fallback > line),
    ADD CHECK (fallback IS NULL OR per_million IS NOT NULL);
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
COMMENT ON COLUMN rules_version.key_id IS 'whose staff key published it';
CREATE TRIGGER rules_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rules_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

INSERT INTO rules_version (campaign_id, version, brand_id, rules, commitment, key_id, published_at)
SELECT c.id, 1, c.brand_id,
    'yima/rules/1' || E'\n' || 'campaign ' || c.id || E'\n' || 'currency ' || c.currency || E'\n'
        || 'claims ' || c.claims || E'\n'
        || (SELECT string_agg('prize ' || line || ' ' || kind || ' ' || amount || ' ' || count || E'\n', '' ORDER BY line)
            FROM prize WHERE campaign_id = c.id),
    c.commitment,
    (SELECT key_id FROM audit WHERE subject = c.id::text AND action = 'campaign.publish' LIMIT 1),
    c.published_at
FROM campaign c WHERE c.state <> 'DRAFT';
COMMENT ON COLUMN campaign.commitment IS 'that of the version of the rules that holds now';

-- How far a campaign has come, where a claim depends on more than its position; null where it does not. In the pool's
-- own row, so that its lock guards it and whoever waited for the lock reads what was written last.
ALTER TABLE pool
    ADD COLUMN won        integer[],
    ADD COLUMN hour_since timestamptz,
    ADD COLUMN hour_cash  bigint CHECK (hour_cash >= 0),
    ADD COLUMN day_since  timestamptz,
    ADD COLUMN day_cash   bigint CHECK (day_cash >= 0),
    ADD CHECK (num_nulls(won, hour_since, hour_cash, day_since, day_cash) IN (0, 5));
COMMENT ON COLUMN pool.won IS 'how many prizes of each line were won; empty where the draw does not ask';
