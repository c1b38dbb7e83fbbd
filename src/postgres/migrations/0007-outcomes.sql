-- What is noted about an operation once: said loudly, answered by a person, seen to land late.
alter table operation add column marks jsonb not null default '{}';
