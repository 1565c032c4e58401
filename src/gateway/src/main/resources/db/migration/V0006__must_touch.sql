-- A commit is under way before its writes are answered, so whether each row that had to be touched was there is for the
-- database to see. The state says what the caller makes of it: try again, or find the row that is at fault.
CREATE FUNCTION must_touch(what text, wanted bigint, touched bigint, state text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF wanted <> touched THEN
        RAISE EXCEPTION 'must touch each %: wanted=% touched=%', what, wanted, touched USING ERRCODE = state;
    END IF;
END $$;
