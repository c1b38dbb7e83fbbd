-- What a working bot has in its tables after 0004.
insert into publication (incident_id, which, text, published_by, published_at)
values ('in_1', 'investigating', 'We are investigating.', '{"id": "bo", "slackId": "U2", "name": "Bo", "agent": false}',
        '2026-06-21 03:02Z');
