-- What a working bot has in its tables after 0005.
update operation set pushed = '{"tag": "main-c0ffee12", "by": "Ana"}' where id = 'op_1';
insert into re_pin_note (operation_id, n, note, by, at)
values ('op_1', 1, '{"what": "ticked", "step": "push"}', '{"id": "ana", "slackId": "U1", "name": "Ana", "agent": false}',
        '2026-06-21 03:14Z');
insert into outbox (key, channel, text, status, ts) values ('op_1/checklist', 'C0OPS', 'Push the image again', 'sent', '1.2');
insert into re_pin_card (operation_id, post_key) values ('op_1', 'op_1/checklist');
