-- The second factor of approving alone and of overriding (design.md ruling 2; facts/threats.md T22 to T24).

-- One row a person. Seeds are sealed under a key that is not in the database.
create table second_factor (
  person text primary key,
  slack_id text not null,
  name text not null,
  -- The seed in use, and which of the person's seeds it is: what was proved with an older one proves nothing.
  seed text,
  seed_no integer,
  confirmed_at timestamptz,
  -- A code counts once: only a later step than the last one is taken.
  last_step bigint not null default 0,
  -- Shown, and not proved to have arrived.
  pending_seed text,
  pending_no integer not null default 0,
  -- Guesses since the last quarter of an hour without any, right ones given back.
  guesses integer not null default 0,
  guessed_at timestamptz not null default '-infinity',
  -- Each lock lasts twice as long as the one before, until a right code.
  locks integer not null default 0,
  locked_until timestamptz not null default '-infinity'
);

-- An address that shows one QR code, once.
create table second_factor_page (
  token_hash text primary key,
  person text not null references second_factor,
  pending_no integer not null,
  expires_at timestamptz not null,
  served_at timestamptz
);

-- What somebody approved alone, to be looked at by a second person.
create table second_look (
  operation_id text primary key references operation,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by jsonb,
  verdict text check (verdict in ('right', 'wrong')),
  note text
);
