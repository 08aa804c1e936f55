-- Refunds that an officer asked for and that need a second officer: some a week; keyed by id, read by agency while they wait.
create table payments.refund_request (
  id uuid primary key,
  bill uuid not null references payments.bill,
  agency text not null,
  amount bigint not null check (amount > 0),
  reason text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'APPROVED', 'DECLINED')),
  decided_by text,
  decided_at timestamptz,
  -- Four eyes, whatever the code does.
  check (decided_by <> asked_by),
  check ((state = 'WAITING') = (decided_by is null))
);
create index refund_request_waiting on payments.refund_request (agency, asked_at) where state = 'WAITING';

grant select, insert, update on payments.refund_request to ceiba_app;
