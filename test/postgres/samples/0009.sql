update incident set severity = 1, status_said_at = '2026-06-21 03:05Z', opener = '{"id":"ana","slackId":"U1","name":"Ana","agent":false}', also_apps = '{raxx-console-prod}';
insert into timeline_entry (incident_id, happened_at, actor, text, kind, key)
select id, '2026-06-21 02:59Z', 'Ana', 'signup 500s', 'note', 'note/1' from incident limit 1;
insert into agenda (incident_id, what, due_at) select id, 'nudge', '2026-06-21 03:10Z' from incident limit 1;
insert into incident_card (incident_id, post_key)
select i.id, o.key from incident i, outbox o where o.key not in (select post_key from card) limit 1;
insert into action_item (incident_id, n, what, owner, due, added_by, added_at, form)
select id, 1, 'check the exit code', '{"slackId":null,"name":"sre-agent"}', '2026-06-28', opener, '2026-06-21 03:20Z', 'V1' from incident limit 1;
insert into rca_text (incident_id, part, text, written_by, written_at)
select id, 'summary', 'A config var.', opener, '2026-06-21 03:30Z' from incident limit 1;
insert into rca_document (incident_id, n, text, written_by, written_at)
select id, 1, '# RCA', opener, '2026-06-21 03:31Z' from incident limit 1;
insert into operator_text (incident_id, key, text, happened_at)
select id, 'opened', 'Incident open', '2026-06-21 02:58Z' from incident limit 1;
insert into digest_day (day) values ('2026-06-22');
insert into webhook_delivery (destination, key, incident_id, body, written_at, due_at)
select 'status-page', 'sample/1', id, '{"text": "We are investigating"}', '2026-06-21 03:00Z', '2026-06-21 03:00Z' from incident limit 1;
insert into webhook_lane (destination, executor_id, leased_until) values ('status-page', 'local-1', '2026-06-21 03:00Z');
insert into incident_sight (incident_id, app, seen)
select id, app, '{"since":"2026-06-21T02:58:00.000Z","version":85,"pending":[],"dynos":{"web":{"crashed":["web.1"],"upOn":85}}}' from incident limit 1;
insert into error_run (incident_id, code, first_at, last_at, times)
select id, 'R14', '2026-06-21 02:59Z', '2026-06-21 03:04Z', 12 from incident limit 1;
update outbox set file = '{"name":"timeline.md","title":"Timeline","content":"03:04"}', file_id = 'F1' where id = (select min(id) from outbox);
insert into public_draft (id, incident_id, which, text, why, written_at)
select id || '/investigating', id, 'investigating', 'We are investigating', 'opened', '2026-06-21 02:59Z' from incident limit 1;
insert into draft_card (draft_id, post_key)
select d.id, o.key from public_draft d, outbox o where o.key not in (select post_key from card union all select post_key from incident_card) limit 1;
insert into publication (incident_id, which, name, text, published_by, published_at, sequence)
select id, id || '/by-hand', 'by-hand', 'Still looking', opener, '2026-06-21 03:05Z', 2 from incident limit 1;
