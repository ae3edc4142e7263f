-- The schema of a register in a PostgreSQL database, version 3.
--
-- Whoever runs this may create roles and, in this database, schemas. One database has one register.
-- All tables belong to dragoman_owner, which cannot log in. Nobody writes to the tables: recorders
-- and auditors call functions, which check what they write and take the time and the name of the
-- person from the server.

BEGIN;

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['dragoman_owner', 'dragoman_reader', 'dragoman_recorder', 'dragoman_auditor'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another register of this server has made it
    END;
  END LOOP;
END $$;
GRANT dragoman_reader TO dragoman_recorder, dragoman_auditor;

CREATE SCHEMA dragoman AUTHORIZATION dragoman_owner;
SET LOCAL ROLE dragoman_owner;
SET LOCAL search_path = dragoman, pg_temp;

-- Tables -------------------------------------------------------------------------------------------

CREATE TABLE register (
  id uuid PRIMARY KEY,
  schema_version integer NOT NULL,
  created_at timestamptz NOT NULL,
  one boolean NOT NULL DEFAULT true UNIQUE CHECK (one)
);

-- the last event; a writer locks this row, so that positions follow the order of the commits
CREATE TABLE head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint NOT NULL CHECK (position >= 0),
  entry uuid,
  recorded_at timestamptz
) WITH (fillfactor = 10);

CREATE TABLE events (
  position bigint PRIMARY KEY CHECK (position > 0),
  originator_id uuid NOT NULL,
  originator_version integer NOT NULL,
  topic text NOT NULL,
  state bytea NOT NULL,
  entry uuid NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  reason text NOT NULL,
  CONSTRAINT one_event_a_version UNIQUE (originator_id, originator_version)
);
CREATE INDEX events_entry ON events (entry);

-- the circumstances of each entry, at the position of its first event
CREATE TABLE entries (
  position bigint PRIMARY KEY CHECK (position > 0),
  entry uuid NOT NULL,
  clock timestamptz NOT NULL,
  os_user text NOT NULL,
  host text NOT NULL
);

CREATE TABLE marks (name text PRIMARY KEY, value text NOT NULL);

CREATE TABLE seals (
  number integer PRIMARY KEY CHECK (number > 0),
  size bigint NOT NULL,
  note text NOT NULL,
  signers text NOT NULL,
  kept_at timestamptz NOT NULL,
  kept_by text NOT NULL
);

-- The kept texts of sources. A digest is the SHA-256 of its text, so a text cannot stand for another.
CREATE TABLE sources (
  digest text PRIMARY KEY,
  content bytea NOT NULL,
  kept_at timestamptz NOT NULL,
  kept_by text NOT NULL,
  CONSTRAINT digest_of_content CHECK (digest = encode(sha256(content), 'hex')),
  CONSTRAINT bounded_content CHECK (octet_length(content) BETWEEN 1 AND 20000000)
);

-- What the latest entries touched, as hashes of keys; without keys, an entry touched everything.
-- The table is outside the proof. It may be empty: then decisions are made again.
CREATE UNLOGGED TABLE touches (
  position bigint PRIMARY KEY,
  after bigint NOT NULL,
  keys bigint[]
);

-- Triggers -----------------------------------------------------------------------------------------

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'DR001', MESSAGE = TG_ARGV[0];
END $$;

CREATE TRIGGER register_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON register
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('a register keeps its identity');
CREATE TRIGGER head_kept BEFORE DELETE OR TRUNCATE ON head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('the head is kept');
CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('events are append-only');
CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('the circumstances of entries are append-only');
CREATE TRIGGER marks_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON marks
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('a register keeps its marks');
CREATE TRIGGER seals_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('seals are kept as they are');
CREATE TRIGGER sources_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON sources
  FOR EACH STATEMENT EXECUTE FUNCTION refuse('sources are kept as they are');

-- positions follow the head, whoever inserts, COPY too: one check for each statement
CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql SET search_path = dragoman, pg_temp AS $$
DECLARE
  before head%ROWTYPE;
  many bigint;
  lowest bigint;
  highest bigint;
  earliest timestamptz;
  latest timestamptz;
BEGIN
  SELECT count(*), min(position), max(position), min(recorded_at), max(recorded_at)
    INTO many, lowest, highest, earliest, latest FROM added;
  IF many = 0 THEN
    RETURN NULL;
  END IF;
  SELECT * INTO before FROM head FOR UPDATE;
  IF lowest <> before.position + 1 OR highest <> before.position + many THEN
    RAISE EXCEPTION USING ERRCODE = 'DR002', MESSAGE = 'positions are consecutive';
  END IF;
  IF earliest < before.recorded_at OR earliest <> latest AND EXISTS (
    SELECT FROM (SELECT recorded_at, lag(recorded_at) OVER (ORDER BY position) AS earlier FROM added) AS found
    WHERE recorded_at < earlier
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'DR003', MESSAGE = 'recorded_at never decreases';
  END IF;
  UPDATE head SET position = highest, recorded_at = latest,
    entry = (SELECT entry FROM added WHERE position = highest);
  PERFORM pg_notify('dragoman', highest::text);
  RETURN NULL;
END $$;
CREATE TRIGGER events_follow AFTER INSERT ON events REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION follow();

-- also while session_replication_role is replica
ALTER TABLE register ENABLE ALWAYS TRIGGER register_kept;
ALTER TABLE head ENABLE ALWAYS TRIGGER head_kept;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_kept;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_follow;
ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_kept;
ALTER TABLE marks ENABLE ALWAYS TRIGGER marks_kept;
ALTER TABLE seals ENABLE ALWAYS TRIGGER seals_kept;
ALTER TABLE sources ENABLE ALWAYS TRIGGER sources_kept;

-- Functions ----------------------------------------------------------------------------------------

-- The time and the name under which an entry is recorded. Only the register of a test takes them
-- from the client; such a register has the mark "test".
CREATE FUNCTION clock(told timestamptz) RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$;
CREATE FUNCTION who(told text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT session_user::text $$;

-- the writers' turn: nobody else records until the transaction ends
CREATE FUNCTION take_turn() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = dragoman, pg_temp
  AS $$ SELECT position FROM head FOR UPDATE $$;

-- Append an entry; the answer is the same if the client sends the same entry again. If decided_at is
-- given, and an entry after that position touched one of the reads, the answer is DR005. So it is if
-- there is no such position: the client then finds out that this server has lost what it received.
CREATE FUNCTION append(
  decided_at bigint, reads bigint[], touched bigint[],
  act uuid, why text, account text, machine text, told_clock timestamptz, told_name text,
  ids uuid[], versions integer[], topics text[], states bytea[],
  OUT last_position bigint, OUT stamp timestamptz, OUT reading timestamptz, OUT name text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = dragoman, pg_temp AS $$
DECLARE
  before head%ROWTYPE;
  many integer := cardinality(ids);
BEGIN
  IF many IS NULL OR many = 0 OR act IS NULL OR why IS NULL OR account IS NULL OR machine IS NULL
     OR cardinality(versions) <> many OR cardinality(topics) <> many OR cardinality(states) <> many THEN
    RAISE EXCEPTION USING ERRCODE = 'DR004', MESSAGE = 'an entry has at least one whole event';
  END IF;
  SELECT * INTO before FROM head FOR UPDATE;
  -- the order is of an expression, so that the index of the entries is used, not that of the positions
  SELECT position, recorded_at, recorded_by INTO last_position, stamp, name
    FROM events WHERE entry = act ORDER BY position + 0 DESC LIMIT 1;
  IF FOUND THEN
    IF name <> who(told_name) THEN
      RAISE EXCEPTION USING ERRCODE = 'DR006', MESSAGE = 'this entry is recorded by somebody else';
    END IF;
    SELECT clock INTO reading FROM entries WHERE entry = act ORDER BY position LIMIT 1;
    RETURN;
  END IF;
  IF decided_at > before.position OR decided_at < before.position AND (
       coalesce((SELECT after FROM touches ORDER BY position LIMIT 1) > decided_at, true)
       OR EXISTS (
         SELECT FROM touches
         WHERE position > decided_at AND position <= before.position AND (keys IS NULL OR keys && reads)
       )
     ) THEN
    RAISE EXCEPTION USING ERRCODE = 'DR005', MESSAGE = 'others have recorded', DETAIL = before.position::text;
  END IF;
  reading := clock(told_clock);
  stamp := greatest(reading, before.recorded_at);
  name := who(told_name);
  last_position := before.position + many;
  INSERT INTO entries VALUES (before.position + 1, act, reading, account, machine);
  INSERT INTO events
    SELECT before.position + o, i, v, t, s, act, stamp, name, why
    FROM unnest(ids, versions, topics, states) WITH ORDINALITY AS one(i, v, t, s, o);
  INSERT INTO touches VALUES (last_position, before.position, touched);
  IF last_position / 1000 > before.position / 1000 THEN
    DELETE FROM touches WHERE position < last_position - 10000;
  END IF;
END $$;

CREATE FUNCTION keep_seal(sealed bigint, sealed_note text, keys text, told_clock timestamptz, told_name text)
  RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = dragoman, pg_temp AS $$
DECLARE
  begins text := 'dragoman/' || replace((SELECT id FROM register)::text, '-', '') || chr(10) || sealed || chr(10);
  kept integer;
BEGIN
  IF sealed IS NULL OR sealed NOT BETWEEN 1 AND (SELECT position FROM head) THEN
    RAISE EXCEPTION USING ERRCODE = 'DR007', MESSAGE = 'a seal is of events that are recorded';
  END IF;
  IF left(sealed_note, length(begins)) IS DISTINCT FROM begins THEN
    RAISE EXCEPTION USING ERRCODE = 'DR007',
      MESSAGE = 'the note of a seal begins with the register that it is of, and its size';
  END IF;
  LOCK TABLE seals IN SHARE ROW EXCLUSIVE MODE; -- seals are numbered consecutively
  INSERT INTO seals
    SELECT coalesce(max(number), 0) + 1, sealed, sealed_note, keys, clock(told_clock), who(told_name) FROM seals
    RETURNING number INTO kept;
  RETURN kept;
END $$;

-- Keep the text of a source; a text that is already kept stays as it is.
CREATE FUNCTION keep_source(named text, told_content bytea, told_clock timestamptz, told_name text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = dragoman, pg_temp AS $$
BEGIN
  IF told_content IS NULL OR octet_length(told_content) NOT BETWEEN 1 AND 20000000 THEN
    RAISE EXCEPTION USING ERRCODE = 'DR008', MESSAGE = 'the text of a source has 1 to 20000000 bytes';
  END IF;
  IF named IS DISTINCT FROM encode(sha256(told_content), 'hex') THEN
    RAISE EXCEPTION USING ERRCODE = 'DR008', MESSAGE = 'the digest of a source is the SHA-256 of its text';
  END IF;
  INSERT INTO sources VALUES (named, told_content, clock(told_clock), who(told_name)) ON CONFLICT DO NOTHING;
  IF told_content IS DISTINCT FROM (SELECT content FROM sources WHERE digest = named) THEN
    RAISE EXCEPTION USING ERRCODE = 'DR008', MESSAGE = 'the server has another text with this digest, which somebody changed';
  END IF;
END $$;

-- Rights -------------------------------------------------------------------------------------------

REVOKE ALL ON FUNCTION refuse(), follow(), clock(timestamptz), who(text), take_turn(),
  append(bigint, bigint[], bigint[], uuid, text, text, text, timestamptz, text, uuid[], integer[], text[], bytea[]),
  keep_seal(bigint, text, text, timestamptz, text), keep_source(text, bytea, timestamptz, text) FROM PUBLIC;
GRANT USAGE ON SCHEMA dragoman TO dragoman_reader;
GRANT SELECT ON register, head, events, entries, marks, seals, sources TO dragoman_reader;
GRANT EXECUTE ON FUNCTION take_turn(),
  append(bigint, bigint[], bigint[], uuid, text, text, text, timestamptz, text, uuid[], integer[], text[], bytea[]),
  keep_source(text, bytea, timestamptz, text)
  TO dragoman_recorder;
GRANT EXECUTE ON FUNCTION keep_seal(bigint, text, text, timestamptz, text) TO dragoman_auditor;

INSERT INTO head VALUES (true, 0);
