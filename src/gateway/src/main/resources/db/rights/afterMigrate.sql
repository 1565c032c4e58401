-- The rights of the service's role, where the tables belong to another: it reads and writes rows, and changes none that
-- are append-only. It owns nothing, so it cannot switch the triggers off either. Given anew at each start that migrates.
DO $$
DECLARE
    service text := current_setting('yima.service_role', true);
    guarded record;
BEGIN
    IF coalesce(service, '') IN ('', current_user) THEN
        RETURN;
    END IF;
    -- Replicas that start together do this one after the other.
    EXECUTE pg_catalog.format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I', current_schema(), service);
    PERFORM pg_advisory_xact_lock(hashtext('yima/rights'));
    EXECUTE pg_catalog.format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', current_schema(), service);
    EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), service);
    EXECUTE pg_catalog.format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), service);
    -- A start that does not migrate reads which version the tables are of.
    EXECUTE pg_catalog.format('REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM %I', service);
    -- A trigger that refuses changes says of which kinds: 8 is DELETE, 16 is UPDATE.
    FOR guarded IN SELECT tgrelid::regclass AS name, tgtype FROM pg_trigger WHERE tgfoid = 'refuse_change'::regproc LOOP
        IF guarded.tgtype & 8 <> 0 THEN
            EXECUTE pg_catalog.format('REVOKE DELETE ON %s FROM %I', guarded.name, service);
        END IF;
        IF guarded.tgtype & 16 <> 0 THEN
            EXECUTE pg_catalog.format('REVOKE UPDATE ON %s FROM %I', guarded.name, service);
        END IF;
    END LOOP;
    -- A temporary table, view or function would stand before those that triggers and the owner's functions mean.
    EXECUTE pg_catalog.format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, %I', current_database(), service);
    -- What a payout may become is said here alone.
    EXECUTE pg_catalog.format('REVOKE INSERT, UPDATE, DELETE ON payout_transition FROM %I', service);
    -- Checks of the ledger lock one table, and empty another. Rows of the first are still guarded by its trigger.
    EXECUTE pg_catalog.format('GRANT UPDATE ON ledger_seal TO %I', service);
    EXECUTE pg_catalog.format('GRANT TRUNCATE ON recounted_sum TO %I', service);
END $$;
