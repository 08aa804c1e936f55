-- Bills, payments and the ledger grow with the number of paid services: about one row each a case (Belize: a few million a
-- year), four to six postings. Keys are uuids (by time) or numbers from a sequence. Not partitioned: keys are unique over
-- all rows; a larger country partitions posting by range of booking and bill by hash of payer, with the payer in each key.

create table payments.bill (
  id uuid primary key,
  -- Recognises a bill that is raised twice.
  key text not null unique,
  case_number text not null,
  payer text not null,
  agency text not null,
  head text not null,
  title text not null,
  amount bigint not null check (amount > 0),
  captured bigint not null default 0 check (captured in (0, amount)),
  refunded bigint not null default 0 check (refunded between 0 and captured),
  status text not null default 'OPEN' check (status in ('OPEN', 'PAID', 'REFUNDED', 'CANCELLED')),
  receipt text,
  raised_at timestamptz not null,
  paid_at timestamptz
);
create index bill_case on payments.bill (case_number);
create index bill_payer on payments.bill (payer, id desc);

-- One try to pay a bill, at the gateway or over the counter.
create table payments.payment (
  id uuid primary key,
  bill uuid not null references payments.bill,
  method text not null check (method in ('GATEWAY', 'COUNTER')),
  amount bigint not null check (amount > 0),
  -- SURPLUS: taken although the bill was settled otherwise, and given back. MISMATCH: the gateway took another amount than
  -- we asked for; a person must look.
  state text not null check (state in ('PENDING', 'CAPTURED', 'SURPLUS', 'FAILED', 'ABANDONED', 'MISMATCH')),
  -- What the gateway calls it, and where its page is.
  reference text unique,
  url text,
  taken_by text,
  at timestamptz not null,
  settled_at timestamptz,
  checked_at timestamptz,
  note text
);
create index payment_bill on payments.payment (bill);
create index payment_pending on payments.payment (at) where state = 'PENDING';

-- The double-entry ledger, in cents; debits are positive. A booking is written by one statement and its lines sum to zero.
create sequence payments.booking;
create table payments.posting (
  booking bigint not null,
  line smallint not null,
  -- No foreign key: bills are never deleted, and its check would lock the bill's row once a line in every submission.
  bill uuid not null,
  account text not null,
  cents bigint not null check (cents <> 0),
  at timestamptz not null,
  -- In the order in which transactions began to write: what is below the oldest one still open is complete.
  txid xid8 not null default pg_current_xact_id(),
  primary key (booking, line)
);
create index posting_bill on payments.posting (bill);
create index posting_revenue on payments.posting (txid) where account like 'revenue:%';

create function payments.balanced() returns trigger language plpgsql as $$
declare
  wrong bigint;
begin
  select booking into wrong from added group by booking having sum(cents) <> 0 limit 1;
  if wrong is not null then
    raise exception 'booking % does not sum to zero', wrong using errcode = 'check_violation';
  end if;
  return null;
end $$;
-- One check a statement, at once, of the lines that the statement adds: if each statement's lines sum to zero, so do all. It is
-- cheaper than one a line at the commit, and no unbalanced booking can be seen even within the transaction.
create trigger posting_balanced after insert on payments.posting
  referencing new table as added for each statement execute function payments.balanced();

create function payments.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only; book the reverse' using errcode = 'insufficient_privilege';
end $$;
create trigger posting_append_only before update or delete or truncate on payments.posting
  for each statement execute function payments.append_only();

-- The last number of each agency's receipts in a year. A number is taken in the transaction that books the payment: if
-- that rolls back, so does the number. About forty rows a year.
create table payments.receipt_series (
  agency text not null,
  year int not null,
  last int not null,
  primary key (agency, year)
);
create table payments.receipt (
  number text primary key,
  agency text not null,
  year int not null,
  serial int not null,
  bill uuid not null references payments.bill,
  payment uuid not null unique references payments.payment,
  amount bigint not null,
  at timestamptz not null,
  unique (agency, year, serial)
);

create table payments.refund (
  id uuid primary key,
  key text not null unique,
  bill uuid not null references payments.bill,
  payment uuid not null references payments.payment,
  amount bigint not null check (amount > 0),
  reason text not null,
  -- QUEUED for the gateway, DUE at the counter; DONE or, after the last try, FAILED.
  state text not null check (state in ('QUEUED', 'DUE', 'DONE', 'FAILED')),
  attempts int not null default 0,
  error text,
  at timestamptz not null,
  done_at timestamptz
);
create index refund_bill on payments.refund (bill);

-- What the gateway told us, so that a message that comes twice is booked once. Rows are deleted after thirty days: older
-- messages are refused by their time stamp.
create table payments.webhook_event (
  id text primary key,
  type text not null,
  at timestamptz not null
);
create index webhook_event_at on payments.webhook_event (at);

grant select, insert, update on payments.bill to ceiba_app;
grant select, insert, update on payments.payment to ceiba_app;
grant select, insert on payments.posting to ceiba_app;
grant select, insert, update on payments.receipt_series to ceiba_app;
grant select, insert on payments.receipt to ceiba_app;
grant select, insert, update on payments.refund to ceiba_app;
grant select, insert, delete on payments.webhook_event to ceiba_app;
