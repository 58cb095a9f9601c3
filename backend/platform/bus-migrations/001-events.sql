CREATE TABLE events (
  seq   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  body  jsonb NOT NULL,
  at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Whoever publishes holds the lock until the commit, so numbers become visible in their own order: a reader that has
-- seen number n never has to look below it again. Publish last in a transaction, to hold it briefly.
CREATE FUNCTION publish(topics text[], bodies jsonb[]) RETURNS void LANGUAGE sql
SET search_path = bus AS $$
  SELECT pg_advisory_xact_lock(hashtext('publish on the bus'));
  INSERT INTO events (topic, body) SELECT topic, body FROM unnest(topics, bodies) WITH ORDINALITY AS e (topic, body, place) ORDER BY place;
  SELECT pg_notify('bus', '');
$$;
