-- Double entry: every transfer moves money between accounts by entries that sum to zero. Amounts are minor units of one
-- currency. Functions write, views read; transfers and entries are never changed or deleted.

CREATE TABLE accounts (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind      text   NOT NULL CHECK (kind IN ('player', 'escrow', 'house', 'funding')),
  player_id uuid,
  balance   bigint NOT NULL DEFAULT 0,
  UNIQUE NULLS NOT DISTINCT (player_id, kind),
  CHECK ((player_id IS NOT NULL) = (kind IN ('player', 'escrow'))),
  CONSTRAINT no_player_owes CHECK (player_id IS NULL OR balance >= 0)
);
INSERT INTO accounts (kind) VALUES ('house'), ('funding');

-- grant: demo money for a new player. hold: stake into escrow. capture: escrow to the house, ends the hold.
-- release: escrow back to the player, ends the hold. payout: what a captured hold won. tombstone: in the place of a hold
-- that was released before it arrived; it moves nothing and keeps the hold from ever being made.
CREATE TABLE transfers (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind      text   NOT NULL CHECK (kind IN ('grant', 'hold', 'capture', 'release', 'payout', 'tombstone')),
  hold_id   uuid,
  player_id uuid,
  round_id  uuid,
  amount    bigint NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'tombstone') = (amount = 0) AND amount >= 0),
  CHECK ((kind = 'tombstone') = (player_id IS NULL)),
  CHECK ((kind = 'grant') = (hold_id IS NULL)),
  CHECK ((kind IN ('grant', 'tombstone')) = (round_id IS NULL))
);
CREATE UNIQUE INDEX one_grant_a_player   ON transfers (player_id) WHERE kind = 'grant';
CREATE UNIQUE INDEX one_beginning_a_hold ON transfers (hold_id)   WHERE kind IN ('hold', 'tombstone');
CREATE UNIQUE INDEX one_end_a_hold       ON transfers (hold_id)   WHERE kind IN ('capture', 'release');
CREATE UNIQUE INDEX one_payout_a_hold    ON transfers (hold_id)   WHERE kind = 'payout';
CREATE INDEX transfers_by_round ON transfers (round_id) WHERE round_id IS NOT NULL;

CREATE TABLE entries (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id    bigint NOT NULL REFERENCES transfers,
  account_id     bigint NOT NULL REFERENCES accounts,
  amount         bigint NOT NULL CHECK (amount <> 0),
  balance_before bigint NOT NULL,
  balance_after  bigint NOT NULL,
  CHECK (balance_after = balance_before + amount)
);
CREATE INDEX entries_by_transfer ON entries (transfer_id);
CREATE INDEX entries_by_account  ON entries (account_id, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is append-only: % of % is not allowed', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER kept_for_ever BEFORE DELETE OR TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION check_transfer_balances() RETURNS trigger LANGUAGE plpgsql SET search_path = wallet AS $$
BEGIN
  IF (SELECT sum(amount) FROM entries WHERE transfer_id = NEW.transfer_id) <> 0 THEN
    RAISE EXCEPTION 'The entries of transfer % do not sum to zero', NEW.transfer_id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transfer_balances AFTER INSERT ON entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_transfer_balances();

-- A refusal of the contract: rolls back all that the call did.
CREATE FUNCTION refuse(code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'TC001', MESSAGE = code;
END $$;

CREATE FUNCTION post(transfer bigint, account bigint, change bigint) RETURNS void LANGUAGE sql SET search_path = wallet AS $$
  WITH changed AS (UPDATE accounts SET balance = balance + change WHERE id = account RETURNING balance)
  INSERT INTO entries (transfer_id, account_id, amount, balance_before, balance_after)
  SELECT transfer, account, change, balance - change, balance FROM changed;
$$;

CREATE FUNCTION account_of(player uuid, wanted text) RETURNS bigint LANGUAGE sql STABLE SET search_path = wallet AS $$
  SELECT id FROM accounts WHERE player_id IS NOT DISTINCT FROM player AND kind = wanted;
$$;

CREATE FUNCTION balance_of(player uuid) RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = wallet AS $$
DECLARE found bigint := (SELECT balance FROM accounts WHERE player_id = player AND kind = 'player');
BEGIN
  IF found IS NULL THEN PERFORM refuse('PLAYER_UNKNOWN'); END IF;
  RETURN found;
END $$;

-- Opens a player's accounts with the demo grant, once.
CREATE FUNCTION open_player(player uuid, grant_amount bigint) RETURNS bigint LANGUAGE plpgsql SET search_path = wallet AS $$
DECLARE transfer bigint;
BEGIN
  INSERT INTO accounts (kind, player_id) VALUES ('player', player), ('escrow', player) ON CONFLICT DO NOTHING;
  INSERT INTO transfers (kind, player_id, amount) VALUES ('grant', player, grant_amount) ON CONFLICT DO NOTHING RETURNING id INTO transfer;
  IF transfer IS NOT NULL THEN
    -- The funding account was made first: its id is below every player's, which is the order of all locks.
    PERFORM post(transfer, account_of(NULL, 'funding'), -grant_amount);
    PERFORM post(transfer, account_of(player, 'player'), grant_amount);
  END IF;
  RETURN balance_of(player);
END $$;

-- Takes a stake into escrow. Answers the player's balance.
CREATE FUNCTION hold(wanted uuid, player uuid, round uuid, stake bigint) RETURNS bigint LANGUAGE plpgsql SET search_path = wallet AS $$
DECLARE transfer bigint;
BEGIN
  -- The unique index makes a repeat, or a tombstone on its way, wait here until the other is decided.
  INSERT INTO transfers (kind, hold_id, player_id, round_id, amount) VALUES ('hold', wanted, player, round, stake)
    ON CONFLICT DO NOTHING RETURNING id INTO transfer;
  IF transfer IS NULL THEN
    IF NOT EXISTS (SELECT FROM transfers WHERE kind = 'hold' AND (hold_id, player_id, round_id, amount) = (wanted, player, round, stake))
      OR EXISTS (SELECT FROM transfers WHERE kind IN ('capture', 'release') AND hold_id = wanted) THEN
      PERFORM refuse('HOLD_CONFLICT');
    END IF;
    RETURN balance_of(player);
  END IF;
  PERFORM FROM accounts WHERE player_id = player ORDER BY id FOR NO KEY UPDATE;
  IF balance_of(player) < stake THEN PERFORM refuse('NOT_ENOUGH_MONEY'); END IF;
  PERFORM post(transfer, account_of(player, 'player'), -stake);
  PERFORM post(transfer, account_of(player, 'escrow'), stake);
  RETURN balance_of(player);
END $$;

-- Ends holds, all or none: `payouts` stands beside `hold_ids`; a number captures the hold and pays that, NULL releases it.
-- Answers the players' balances.
CREATE FUNCTION resolve(hold_ids uuid[], payouts bigint[]) RETURNS TABLE (player uuid, player_balance bigint)
LANGUAGE plpgsql SET search_path = wallet AS $$
DECLARE
  house constant bigint := account_of(NULL, 'house');
  players uuid[];
  wanted record;
  ended record;
  transfer bigint;
BEGIN
  -- Keys before accounts, each in its order: so two calls cannot wait for each other.
  INSERT INTO transfers (kind, hold_id, amount)
    SELECT DISTINCT 'tombstone', w.hold_id, 0 FROM unnest(hold_ids, payouts) AS w (hold_id, payout)
    WHERE w.payout IS NULL AND NOT EXISTS (SELECT FROM transfers t WHERE t.hold_id = w.hold_id) ORDER BY w.hold_id
    ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM unnest(hold_ids, payouts) AS w (hold_id, payout) WHERE w.payout IS NOT NULL
             AND NOT EXISTS (SELECT FROM transfers t WHERE t.hold_id = w.hold_id AND t.kind = 'hold')) THEN
    PERFORM refuse('HOLD_UNKNOWN');
  END IF;
  players := ARRAY(SELECT DISTINCT player_id FROM transfers WHERE kind = 'hold' AND hold_id = ANY (hold_ids));
  PERFORM FROM accounts WHERE id = house OR player_id = ANY (players) ORDER BY id FOR NO KEY UPDATE;

  FOR wanted IN
    SELECT t.hold_id, t.player_id, t.round_id, t.amount, w.payout
    FROM unnest(hold_ids, payouts) AS w (hold_id, payout) JOIN transfers t ON t.hold_id = w.hold_id AND t.kind = 'hold'
  LOOP
    SELECT CASE WHEN e.kind = 'capture' THEN coalesce(p.amount, 0) END AS payout INTO ended
      FROM transfers e LEFT JOIN transfers p ON p.hold_id = e.hold_id AND p.kind = 'payout'
      WHERE e.hold_id = wanted.hold_id AND e.kind IN ('capture', 'release');
    IF FOUND THEN
      IF ended.payout IS DISTINCT FROM wanted.payout THEN PERFORM refuse('HOLD_CONFLICT'); END IF;
      CONTINUE;
    END IF;
    INSERT INTO transfers (kind, hold_id, player_id, round_id, amount)
      VALUES (CASE WHEN wanted.payout IS NULL THEN 'release' ELSE 'capture' END,
              wanted.hold_id, wanted.player_id, wanted.round_id, wanted.amount) RETURNING id INTO transfer;
    PERFORM post(transfer, account_of(wanted.player_id, 'escrow'), -wanted.amount);
    PERFORM post(transfer, CASE WHEN wanted.payout IS NULL THEN account_of(wanted.player_id, 'player') ELSE house END, wanted.amount);
    IF wanted.payout > 0 THEN
      INSERT INTO transfers (kind, hold_id, player_id, round_id, amount)
        VALUES ('payout', wanted.hold_id, wanted.player_id, wanted.round_id, wanted.payout) RETURNING id INTO transfer;
      PERFORM post(transfer, house, -wanted.payout);
      PERFORM post(transfer, account_of(wanted.player_id, 'player'), wanted.payout);
    END IF;
  END LOOP;

  RETURN QUERY SELECT a.player_id, a.balance FROM accounts a WHERE a.kind = 'player' AND a.player_id = ANY (players);
END $$;

CREATE VIEW open_holds AS
  SELECT hold_id, player_id, round_id, amount FROM transfers h
  WHERE kind = 'hold' AND NOT EXISTS (SELECT FROM transfers e WHERE e.hold_id = h.hold_id AND e.kind IN ('capture', 'release'));

CREATE VIEW round_totals AS
  SELECT round_id,
    coalesce(sum(amount) FILTER (WHERE kind = 'hold'), 0)::bigint    AS held,
    coalesce(sum(amount) FILTER (WHERE kind = 'capture'), 0)::bigint AS captured,
    coalesce(sum(amount) FILTER (WHERE kind = 'release'), 0)::bigint AS released,
    coalesce(sum(amount) FILTER (WHERE kind = 'payout'), 0)::bigint  AS paid
  FROM transfers WHERE round_id IS NOT NULL GROUP BY round_id;

-- Accounts that are not what their history says: the sum of their entries, the chain of balances, or the open holds.
CREATE VIEW unbalanced_accounts AS
  WITH chained AS (
    SELECT account_id, amount, balance_before, lag(balance_after, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY id) AS expected FROM entries
  ), history AS (
    SELECT account_id, sum(amount) AS total, bool_or(balance_before <> expected) AS broken FROM chained GROUP BY account_id
  ), open AS (
    SELECT player_id, sum(amount) AS held FROM open_holds GROUP BY player_id
  )
  SELECT a.id, a.kind, a.player_id FROM accounts a
  LEFT JOIN history h ON h.account_id = a.id
  LEFT JOIN open o ON o.player_id = a.player_id
  WHERE a.balance <> coalesce(h.total, 0) OR h.broken OR (a.kind = 'escrow' AND a.balance <> coalesce(o.held, 0));

CREATE VIEW ledger_audit AS
  SELECT
    (SELECT coalesce(sum(amount), 0) FROM entries)::bigint AS sum,
    (SELECT coalesce(sum(amount), 0) FROM open_holds)::bigint AS held,
    (SELECT count(*) FROM entries) AS entries,
    (SELECT count(*) FROM transfers) AS transfers,
    (SELECT count(*) FROM unbalanced_accounts) AS unbalanced,
    (SELECT balance FROM accounts WHERE kind = 'house') AS house;
