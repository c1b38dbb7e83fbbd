-- What every branch of a rollback shares: how it is sent, how it was approved, what it takes back.
alter table operation
  add column kind text not null default 'rollback' check (kind in ('rollback', 'code-only', 're-pin')),
  add column approved_how text check (approved_how in ('two-person', 'policy', 'solo')),
  add column override_reason text,
  add column undoes text references operation;
update operation
   set approved_how = case when approver ->> 'id' = requester ->> 'id' then 'policy' else 'two-person' end
 where approver is not null;
