-- A table as its events made it. Whoever changes it locks its row; whoever relies on it until a commit shares the lock.
CREATE TABLE tables (
  table_id text PRIMARY KEY,
  state    jsonb NOT NULL
);

-- Every event that ever came, those that changed nothing included, with the reason.
CREATE TABLE events (
  table_id    text   NOT NULL REFERENCES tables,
  sequence    bigint NOT NULL,
  id          uuid   NOT NULL UNIQUE,
  at          bigint NOT NULL,
  body        jsonb  NOT NULL,
  ignored     text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (table_id, sequence)
);

CREATE TABLE rounds (
  round_id uuid PRIMARY KEY,
  table_id text NOT NULL REFERENCES tables,
  number   int  NOT NULL,
  outcome  text CHECK (outcome IN ('confirmed', 'voided')),
  pocket   int  CHECK (pocket BETWEEN 0 AND 36),
  settled  boolean NOT NULL DEFAULT false,
  CHECK ((pocket IS NOT NULL) = (outcome IS NOT DISTINCT FROM 'confirmed')),
  CHECK (outcome IS NOT NULL OR NOT settled)
);
CREATE INDEX rounds_to_settle ON rounds (round_id) WHERE outcome IS NOT NULL AND NOT settled;

CREATE TABLE slips (
  slip_id      uuid   PRIMARY KEY,
  player_id    uuid   NOT NULL,
  table_id     text   NOT NULL REFERENCES tables,
  round_id     uuid   NOT NULL REFERENCES rounds,
  round_number int    NOT NULL,
  state        text   NOT NULL CHECK (state IN ('placing', 'accepted', 'rejected', 'settled', 'refunded')),
  bets         jsonb  NOT NULL,
  staked       bigint NOT NULL CHECK (staked >= 0),
  returned     bigint CHECK (returned >= 0),
  pocket       int,
  code         text,
  placed_at    bigint NOT NULL,
  -- A rejected slip whose hold may exist, or may still arrive: the wallet is told to release it until it has answered.
  release_owed boolean NOT NULL DEFAULT false,
  CHECK ((code IS NOT NULL) = (state = 'rejected')),
  CHECK ((returned IS NOT NULL) = (state IN ('settled', 'refunded'))),
  CHECK ((pocket IS NOT NULL) = (state = 'settled')),
  CHECK (state = 'rejected' OR NOT release_owed)
);
CREATE INDEX slips_by_round  ON slips (round_id, state);
CREATE INDEX slips_by_player ON slips (player_id, placed_at DESC);
CREATE INDEX slips_undecided ON slips (placed_at) WHERE state = 'placing';
CREATE INDEX slips_owed      ON slips (slip_id)   WHERE release_owed;
