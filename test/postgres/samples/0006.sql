insert into second_factor (person, slack_id, name, seed, seed_no, confirmed_at, last_step, pending_no) values
  ('ana', 'U1', 'Ana', 'c2VhbGVk', 1, '2026-06-21 02:00Z', 59400, 1);
insert into second_factor_page (token_hash, person, pending_no, expires_at)
values ('hash', 'ana', 1, '2026-06-21 02:05Z');
insert into second_look (operation_id, due_at) values ('op_1', '2026-06-22 03:03Z');
