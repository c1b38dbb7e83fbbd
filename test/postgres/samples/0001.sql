-- What a working bot has in its tables after 0001: the next migration must cope with it.
insert into executor (executor_id, lock_key) values ('web.1/a1b2', 42);
insert into seen_request (key) values ('9f86d081884c7d65');
insert into heroku_budget (account, tokens) values ('bot@example.com', 4000);
insert into incident (id, app, channel, symptom, opened_by, opened_at)
values ('in_1', 'raxx-api-prod', 'C0OPS', 'signup 500s', 'ana', '2026-06-21 02:58Z');
insert into operation (
  id, app, channel, status, requester, symptom, base_id, base_version, target_id, target_version, incident_id,
  approver, approval_hash, requested_at, expires_at, approved_at, sent_at, release_id, release_version,
  recovered_at, confirmed_at, ended_at, lease_no, executor_id
) values
  ('op_1', 'raxx-api-prod', 'C0OPS', 'recovered', '{"id": "ana", "slackId": "U1", "name": "Ana", "agent": false}',
   'signup 500s', 'r85', 85, 'r84', 84, 'in_1',
   '{"id": "bo", "slackId": "U2", "name": "Bo", "agent": false}', 'hash', '2026-06-21 03:02Z', '2026-06-21 03:17Z',
   '2026-06-21 03:03Z', '2026-06-21 03:03Z', 'r86', 86, '2026-06-21 03:05Z', '2026-06-21 03:05Z',
   '2026-06-21 03:06Z', 1, 'web.1/a1b2'),
  ('op_2', 'raxx-api-staging', 'C0OPS', 'requested', '{"id": "ana", "slackId": "U1", "name": "Ana", "agent": false}',
   '', null, null, 'r430', 430, null, null, null, '2026-06-21 03:02Z', '2026-06-21 03:17Z', null, null, null, null,
   null, null, null, 0, null);
insert into review (operation_id, reviewer, hash, base_id, base_version, bad_version, preflight, opened_at)
values ('op_1', 'bo', 'hash', 'r85', 85, 85, '{"verdict": "CLEAR"}', '2026-06-21 03:02Z');
insert into attempt (operation_id, n, lease_no, base_id, base_version, intent_at, outcome, release_id, settled_at)
values ('op_1', 1, 1, 'r85', 85, '2026-06-21 03:03Z', 'confirmed', 'r86', '2026-06-21 03:03Z');
insert into deploy_lock (app, operation_id, reason, owner, locked_at)
values ('raxx-api-prod', 'op_1', 'rolled back', 'ana', '2026-06-21 03:03Z');
insert into outbox (key, channel, text, blocks, card, status, ts) values
  ('op_1/request', 'C0OPS', 'Approve?', '[]', 'op_1', 'sent', '1.1'),
  ('op_1/approved', 'C0OPS', 'Approved', null, null, 'waiting', null);
insert into outbox_lane (channel, executor_id) values ('C0OPS', 'web.1/a1b2');
insert into card (operation_id, post_key) values ('op_1', 'op_1/request');
insert into timeline_entry (incident_id, operation_id, happened_at, actor, text)
values ('in_1', 'op_1', '2026-06-21 03:03Z', 'bo', 'approved');
insert into drill_record (operation_id, happened_at, app, operator, bad_release, rolled_to, wall_clock, outcome)
values ('op_1', '2026-06-21 03:05Z', 'raxx-api-prod', 'Ana (approved by Bo)', 'v85', 'v84', '2', 'Success');
select audit_append('rollback.approved', 'bo', 'operation', 'op_1', '{}');
