-- What a working bot has in its tables after the locks.
update deploy_lock set commit = 'abc1234', owner_name = 'Ana' where operation_id = 'op_1';
insert into deploy_override (lock_id, commit, owner, reason, given_at)
select id, 'abc1234', 'bo', 'it is the fix', '2026-06-21 03:20Z' from deploy_lock;
insert into daily_round (day, started_at) values ('2026-06-21', '2026-06-21 00:00Z');
insert into refusal_noted (person, reason, noted_at) values ('sue', 'wrong-role', '2026-06-21 03:02Z');
