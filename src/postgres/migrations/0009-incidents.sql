-- Incidents of their own: who leads them, how bad they are, what was said, what is still to do.
alter table incident
  add column drill boolean not null default false,
  add column severity smallint not null default 2 check (severity between 1 and 4),
  add column status text not null default 'investigating'
    check (status in ('investigating', 'identified', 'recovering', 'monitoring')),
  -- When people last said so themselves: what happens by itself does not contradict them.
  add column status_said_at timestamptz,
  add column impact text not null default '',
  add column live_flow boolean not null default false,
  -- Null: as reported.
  add column started_at timestamptz,
  -- Null: opened by an older build, which kept the id alone.
  add column opener jsonb,
  add column commander jsonb,
  add column also_apps text[] not null default '{}',
  add column closed_by jsonb,
  add column resolution text not null default '',
  add column review text,
  add column same_as text references incident;
-- Two may be open on one app once somebody has said that they are not the same.
drop index incident_one_open_per_app;
create index incident_open on incident (opened_at) where closed_at is null;

alter table timeline_entry
  add column kind text not null default 'operation',
  -- The same thing is in one timeline once, whoever adds it again.
  add column key text,
  add column corrects bigint references timeline_entry;
create unique index timeline_entry_once on timeline_entry (incident_id, key) where key is not null;
create index timeline_entry_in_order on timeline_entry (incident_id, happened_at, id);
create index timeline_entry_corrections on timeline_entry (corrects) where corrects is not null;

-- What was last seen of an app while its incident is open: so whoever looks next tells only what has changed.
create table incident_sight (
  incident_id text not null references incident,
  app text not null,
  seen jsonb,
  seen_at timestamptz not null default switchback_now(),
  blind_since timestamptz,
  blind_told boolean not null default false,
  primary key (incident_id, app)
);

-- An error in the log that goes on: since when, and when it was there last.
create table error_run (
  incident_id text not null references incident,
  code text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  primary key (incident_id, code)
);

-- What the bot does by itself when its time has come. A row is due once; whoever settles it first did it.
create table agenda (
  id bigint generated always as identity primary key,
  incident_id text not null references incident,
  what text not null,
  subject text not null default '',
  due_at timestamptz not null,
  tries integer not null default 0,
  -- How often people put it off.
  moved integer not null default 0,
  -- Real time: until then the process that looks at Heroku for it has it to itself.
  taken_until timestamptz not null default '-infinity',
  done_at timestamptz,
  unique (incident_id, what, subject)
);
create index agenda_due on agenda (due_at) where done_at is null;

-- A file goes out in two steps: uploaded, where nobody sees it, then shared with the message. By its id it is looked for.
alter table outbox add column file jsonb, add column file_id text;
-- Whose thread it is.
create index outbox_roots on outbox (sent_channel, ts) where thread_key is null;

-- The headline is a live message like an operation's card.
create table incident_card (
  incident_id text primary key references incident,
  post_key text not null unique references outbox (key),
  changed_at timestamptz not null default clock_timestamp(),
  drawn_at timestamptz not null default '-infinity',
  drawing_until timestamptz not null default '-infinity'
);

-- What is still to be done after an incident; numbered within it.
create table action_item (
  incident_id text not null references incident,
  n integer not null,
  what text not null,
  owner jsonb,
  due date,
  issue text not null default '',
  added_by jsonb not null,
  added_at timestamptz not null,
  -- The form it came by, so that each adds one.
  form text not null unique,
  done_by jsonb,
  done_at timestamptz,
  primary key (incident_id, n)
);

-- What people wrote for the RCA: rows are added, the newest of a part counts.
create table rca_text (
  id bigint generated always as identity primary key,
  incident_id text not null references incident,
  part text not null,
  text text not null,
  written_by jsonb not null,
  written_at timestamptz not null
);
create index rca_text_newest on rca_text (incident_id, part, id desc);

-- Each RCA as it was delivered: the next one says what changed.
create table rca_document (
  incident_id text not null references incident,
  n integer not null,
  text text not null,
  written_by jsonb not null,
  written_at timestamptz not null,
  primary key (incident_id, n)
);

-- What is for the operators themselves: told directly, or in the daily digest (design.md ruling 14).
create table operator_text (
  id bigint generated always as identity primary key,
  incident_id text not null references incident,
  key text not null,
  text text not null,
  happened_at timestamptz not null,
  -- Null: nobody was told yet.
  told_at timestamptz,
  unique (incident_id, key)
);
create index operator_text_untold on operator_text (id) where told_at is null;
create table digest_day (
  day date primary key,
  sent_at timestamptz not null default switchback_now()
);

-- What others are told over HTTP: in order per destination and incident, until it is taken or given up.
create table webhook_delivery (
  id bigint generated always as identity primary key,
  destination text not null,
  key text not null unique,
  incident_id text references incident,
  -- The text as it was written: what is signed must be the same bytes each time.
  body json not null,
  written_at timestamptz not null,
  due_at timestamptz not null,
  tries integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given-up')),
  problem text,
  settled_at timestamptz
);
create index webhook_delivery_waiting on webhook_delivery (destination, incident_id, id) where state = 'waiting';
-- One sender at a time for each destination.
create table webhook_lane (
  destination text primary key,
  executor_id text not null,
  leased_until timestamptz not null
);

-- Texts for customers as they would go out; each is published once or gives way to another.
create table public_draft (
  id text primary key,
  incident_id text not null references incident,
  which text not null,
  text text not null,
  why text not null,
  operation_id text references operation,
  -- Who ticked that no account data has been affected; null: the text does not say it.
  claimed_by jsonb,
  -- Null: the bot itself.
  written_by jsonb,
  written_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'replaced', 'published')),
  settled_by jsonb,
  settled_at timestamptz
);
create index public_draft_of_incident on public_draft (incident_id, written_at);
-- A draft is a live message; it is drawn when it is posted, so drawing is due only once something changes.
create table draft_card (
  draft_id text primary key references public_draft,
  post_key text not null unique references outbox (key),
  changed_at timestamptz not null default now(),
  drawn_at timestamptz not null default now(),
  drawing_until timestamptz not null default '-infinity'
);
-- Further texts go out beside the three: `which` then holds their draft, so that each goes out once.
alter table publication
  drop constraint publication_which_check,
  -- What kind of text it is; null: what `which` says.
  add column name text,
  -- Its number within the incident; null: published by an older build.
  add column sequence integer;
