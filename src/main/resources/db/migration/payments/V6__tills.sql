-- Tills: where cash is between the counter and the bank. A row for each clerk and day, some tens a day in Belize; keyed by
-- number, read by clerk, agency or slip. A larger country partitions by range of number.
create table payments.till (
  number bigint generated always as identity primary key,
  agency text not null,
  -- The town in which its office is.
  office text not null,
  clerk text not null,
  clerk_name text not null,
  -- The float with which it was opened.
  opening bigint not null check (opening >= 0),
  -- COUNTED: the difference is so large that a supervisor must confirm it; no cash goes in or out meanwhile.
  state text not null default 'OPEN' check (state in ('OPEN', 'COUNTED', 'CLOSED')),
  opened_at timestamptz not null,
  -- In which transactions it was opened and closed: the closing report has tills between the same positions as postings.
  opened_txid xid8 not null default pg_current_xact_id(),
  -- What the clerk declared, and what the ledger had then.
  counted bigint check (counted >= 0),
  expected bigint,
  confirmed_by text,
  confirmed_by_name text,
  closed_at timestamptz,
  closed_txid xid8,
  -- What is on its way to the bank, and under which number.
  deposit bigint check (deposit >= 0),
  slip text unique,
  -- The line of a bank statement that shows it.
  banked_by uuid,
  banked_at timestamptz,
  check ((state = 'OPEN') = (counted is null)),
  check ((counted is null) = (expected is null)),
  check ((state = 'CLOSED') = (closed_at is not null and closed_txid is not null and deposit is not null)),
  check ((slip is not null) = (coalesce(deposit, 0) > 0)),
  check (banked_by is null or slip is not null),
  -- Four eyes, whatever the code does.
  check (confirmed_by <> clerk)
);
-- One till for each clerk.
create unique index till_clerk on payments.till (clerk) where state <> 'CLOSED';
create index till_of_clerk on payments.till (clerk, number desc);
create index till_agency on payments.till (agency, number desc);
create index till_closed on payments.till (closed_txid) where closed_txid is not null;
create index till_in_transit on payments.till (closed_at) where slip is not null and banked_by is null;
create index till_banked on payments.till (banked_by) where banked_by is not null;
grant select, insert, update on payments.till to ceiba_app;

-- What a till should hold is asked of the ledger.
create index posting_till on payments.posting (account) where account like 'cash-till:%';
