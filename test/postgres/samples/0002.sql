-- What a working bot has in its tables after 0002.
update operation set kind = 'code-only', override_reason = 'the fix needs an hour' where id = 'op_1';
