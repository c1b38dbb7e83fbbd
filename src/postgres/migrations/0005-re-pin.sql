-- Container apps: an image that Heroku has lost is pushed again by hand (rollback.md, container apps).
alter table operation add column pushed jsonb;

-- What people noted in the checklist, numbered from 1 without a gap. Only ever added: the last word on a step counts.
create table re_pin_note (
  operation_id text not null references operation,
  n integer not null,
  note jsonb not null,
  -- Null: the bot itself.
  by jsonb,
  at timestamptz not null,
  primary key (operation_id, n)
);
create trigger re_pin_note_append_only before update or delete or truncate on re_pin_note for each statement execute function refuse_rewrite();

-- The checklist is a live message like the card, beside it.
create table re_pin_card (
  operation_id text primary key references operation,
  post_key text not null unique references outbox (key),
  changed_at timestamptz not null default clock_timestamp(),
  drawn_at timestamptz not null default '-infinity',
  drawing_until timestamptz not null default '-infinity'
);
