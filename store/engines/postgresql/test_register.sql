-- in the register of a test, the client says what time it is and who records
CREATE OR REPLACE FUNCTION clock(told timestamptz) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT told $$;
CREATE OR REPLACE FUNCTION who(told text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT told $$;
