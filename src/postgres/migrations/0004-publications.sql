-- What customers were told, each text once per incident; never changed, never taken back.
create table publication (
  incident_id text not null references incident,
  which text not null check (which in ('investigating', 'rolled-back', 'recovered')),
  text text not null,
  published_by jsonb not null,
  published_at timestamptz not null,
  primary key (incident_id, which)
);
create trigger publication_append_only before update or delete or truncate on publication
  for each statement execute function refuse_rewrite();
