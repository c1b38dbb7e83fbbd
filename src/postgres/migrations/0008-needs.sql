-- What a build must know to go on with an operation. Whoever claims one asks here with the number it knows (claim-lease.ts),
-- so a build that is still running beside a newer one meets the newer rule and leaves the run to it. 2: kinds that send
-- something else than the whole rollback. A kind without a number is nobody's.
create function operation_needs(operation) returns integer language sql immutable as $$
  select case $1.kind when 'rollback' then 1 when 'code-only' then 2 when 're-pin' then 2 end
$$;
