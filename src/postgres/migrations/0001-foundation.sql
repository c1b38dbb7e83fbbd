-- The clock, who is alive, what came in, what goes out, and what may never be rewritten.

-- Durable time (design.md section 2). No row: the real clock. A row scales it, in rehearsal only;
-- the bot refuses to start in production when one is present.
create table clock (
  singleton boolean primary key default true check (singleton),
  real_anchor timestamptz not null,
  durable_anchor timestamptz not null,
  rate double precision not null check (rate > 0)
);

create function switchback_now() returns timestamptz language sql volatile as $$
  select coalesce(
    (select durable_anchor + (clock_timestamp() - real_anchor) * rate from clock),
    clock_timestamp()
  )
$$;

-- Liveness is about real processes, so it runs on the real clock.
create table executor (
  executor_id text primary key,
  lock_key bigint not null unique,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp()
);

-- Replay refusal shared by all processes: sha256 of a Slack signature, a Socket Mode envelope id, an event id.
create table seen_request (
  key text primary key,
  seen_at timestamptz not null default clock_timestamp()
);
create index seen_request_seen_at on seen_request (seen_at);

-- One request budget for all processes that share a Heroku account.
create table heroku_budget (
  account text primary key,
  tokens double precision not null,
  refilled_at timestamptz not null default clock_timestamp(),
  paused_until timestamptz not null default '-infinity'
);

create table incident (
  id text primary key,
  app text not null,
  channel text not null,
  symptom text not null,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index incident_one_open_per_app on incident (app) where closed_at is null;

create table operation (
  id text primary key,
  app text not null,
  channel text not null,
  status text not null check (status in (
    'requested', 'approved', 'executing', 'verifying', 'needs_human',
    'recovered', 'rejected', 'cancelled', 'expired', 'stale', 'refused', 'failed', 'superseded', 'closed'
  )),
  requester jsonb not null,
  symptom text not null,
  base_id text,
  base_version integer,
  bad_version integer,
  preflight jsonb,
  target_id text not null,
  target_version integer not null,
  incident_id text references incident,
  approver jsonb,
  approval_hash text,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  approved_at timestamptz,
  sent_at timestamptz,
  release_id text unique,
  release_version integer,
  progress jsonb not null default '{}',
  recovered_at timestamptz,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ending jsonb,
  decision jsonb,
  renews text unique references operation,
  lease_no integer not null default 0,
  executor_id text
);
-- The operation slot: one per app, whatever the process, whatever the race.
create unique index operation_slot on operation (app)
  where status in ('requested', 'approved', 'executing', 'verifying', 'needs_human');

-- What one approver was shown; an approval names its hash, never a button.
create table review (
  operation_id text not null references operation,
  reviewer text not null,
  hash text not null,
  base_id text not null,
  base_version integer not null,
  bad_version integer not null,
  preflight jsonb not null,
  opened_at timestamptz not null,
  primary key (operation_id, reviewer, hash)
);

-- One row per intent to POST, written before the POST. Without an outcome it is ambiguous, never "not sent".
create table attempt (
  operation_id text not null references operation,
  n integer not null,
  lease_no integer not null,
  base_id text not null,
  base_version integer not null,
  intent_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'not_executed', 'failed', 'adopted', 'not_seen', 'somebody_else')),
  detail jsonb not null default '{}',
  release_id text unique,
  settled_at timestamptz,
  primary key (operation_id, n)
);
create unique index attempt_one_open on attempt (operation_id) where outcome is null;

create table deploy_lock (
  id bigint generated always as identity primary key,
  app text not null,
  commit text,
  operation_id text references operation,
  reason text not null,
  owner text not null,
  locked_at timestamptz not null,
  removed_at timestamptz
);
create unique index deploy_lock_one_per_operation on deploy_lock (operation_id) where removed_at is null;

-- What Slack is to be told, in the transaction of the state it tells about.
create table outbox (
  id bigint generated always as identity primary key,
  key text not null unique,
  channel text not null,
  thread_key text,
  broadcast boolean not null default false,
  text text not null,
  blocks jsonb,
  card text references operation,
  created_at timestamptz not null default switchback_now(),
  status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'refused')),
  attempts integer not null default 0,
  -- True when Slack refused the blocks and the plain text went out instead.
  plain boolean not null default false,
  error text,
  sent_channel text,
  ts text,
  sent_at timestamptz
);
create index outbox_waiting on outbox (channel, id) where status in ('waiting', 'sending');

-- One sender at a time per channel; not_before keeps to a message a second and to Retry-After.
create table outbox_lane (
  channel text primary key,
  executor_id text,
  leased_until timestamptz not null default '-infinity',
  not_before timestamptz not null default '-infinity'
);

-- A live card is redrawn from state, never queued.
create table card (
  operation_id text primary key references operation,
  post_key text not null unique references outbox (key),
  changed_at timestamptz not null default clock_timestamp(),
  drawn_at timestamptz not null default '-infinity',
  drawing_until timestamptz not null default '-infinity'
);

create table timeline_entry (
  id bigint generated always as identity primary key,
  incident_id text not null references incident,
  operation_id text references operation,
  happened_at timestamptz not null,
  added_at timestamptz not null default switchback_now(),
  actor text not null,
  text text not null
);

-- rollback.md's drill record. Corrections are rows that name the row they correct.
create table drill_record (
  id bigint generated always as identity primary key,
  operation_id text references operation,
  corrects bigint references drill_record,
  happened_at timestamptz not null,
  app text not null,
  operator text not null,
  bad_release text not null,
  rolled_to text not null,
  wall_clock text not null,
  outcome text not null
);
create unique index drill_record_one_original on drill_record (operation_id) where corrects is null;

insert into drill_record (happened_at, app, operator, bad_release, rolled_to, wall_clock, outcome)
values ('2026-05-14 21:24:25Z', 'raxx-api-staging', 'raxx-dev-bot (agent, #98)', 'v431', 'v430', '<1',
        'Success — v432 appeared, dyno up, rolled forward to v433');

create table audit (
  seq bigint primary key,
  at timestamptz not null,
  action text not null,
  actor text not null,
  target_type text not null,
  target_id text not null,
  payload jsonb not null,
  previous_hash text not null,
  hash text not null
);

-- The only way in. Appends are serialised, so each row can carry the hash of the one before it.
create function audit_append(p_action text, p_actor text, p_target_type text, p_target_id text, p_payload jsonb)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last audit;
  new_row audit;
begin
  perform pg_advisory_xact_lock(7204913);
  select * into last from audit order by seq desc limit 1;
  new_row.seq := coalesce(last.seq, 0) + 1;
  new_row.at := switchback_now();
  new_row.action := p_action;
  new_row.actor := p_actor;
  new_row.target_type := p_target_type;
  new_row.target_id := p_target_id;
  new_row.payload := p_payload;
  new_row.previous_hash := coalesce(last.hash, '');
  new_row.hash := encode(sha256(convert_to(jsonb_build_array(
    new_row.seq, extract(epoch from new_row.at)::text, p_action, p_actor, p_target_type, p_target_id, p_payload, new_row.previous_hash
  )::text, 'UTF8')), 'hex');
  insert into audit select new_row.*;
  return new_row.seq;
end $$;

create function refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only: % refused', tg_table_name, tg_op;
end $$;

create trigger audit_append_only before update or delete or truncate on audit for each statement execute function refuse_rewrite();
create trigger drill_record_append_only before update or delete or truncate on drill_record for each statement execute function refuse_rewrite();
create trigger timeline_append_only before update or delete or truncate on timeline_entry for each statement execute function refuse_rewrite();
