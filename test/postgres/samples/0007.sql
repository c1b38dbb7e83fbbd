-- What a working bot has in its tables after 0007.
update operation set marks = '{"still-broken": {"by": "Ana", "at": "2026-11-20T03:12:00Z"}}' where id = 'op_1';
