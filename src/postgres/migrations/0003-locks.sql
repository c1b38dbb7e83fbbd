-- Who lifted a deploy lock and why, single commits let through; what is done once a day; refusals noted once a minute.
alter table deploy_lock
  add column owner_name text,
  add column removed_by text,
  add column removed_reason text;
-- By hand, an app or a commit is locked once; a rollback's own lock stands beside it.
create unique index deploy_lock_one_by_hand on deploy_lock (app, coalesce(commit, ''))
  where operation_id is null and removed_at is null;
create index deploy_lock_standing on deploy_lock (app) where removed_at is null;

-- A commit let through one lock: a lock set later needs a decision of its own.
create table deploy_override (
  lock_id bigint not null references deploy_lock,
  commit text not null,
  owner text not null,
  reason text not null,
  given_at timestamptz not null,
  primary key (lock_id, commit)
);

create table daily_round (
  day date primary key,
  started_at timestamptz not null default switchback_now()
);

-- The last time somebody was refused for a reason: a flood of refusals must not append to the audit one by one.
create table refusal_noted (
  person text not null,
  reason text not null,
  noted_at timestamptz not null,
  primary key (person, reason)
);
