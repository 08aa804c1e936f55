-- Vouchers: prepaid value. A row for each that is sold (some hundred a day in Belize), two or three movements each. Vouchers are
-- keyed by number and found by the digest of their code, movements are keyed by id. A larger country partitions voucher by range of
-- number, with movement.
create table payments.voucher (
  number bigint generated always as identity primary key,
  -- SHA-256; the code itself is nowhere.
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  last_four text not null check (length(last_four) = 4),
  amount bigint not null check (amount > 0),
  balance bigint not null default 0 check (balance between 0 and amount),
  state text not null default 'ACTIVE' check (state in ('ACTIVE', 'GIVEN_BACK', 'EXPIRED')),
  agency text not null,
  clerk text not null,
  sold_at timestamptz not null,
  -- The last day on which it pays.
  expires_on date not null,
  check (state = 'ACTIVE' or balance = 0)
);
create index voucher_expiring on payments.voucher (expires_on) where state = 'ACTIVE';

-- Each voucher's own books: their sum is its balance, and by kind they are what the closing report holds against the ledger.
create table payments.voucher_movement (
  id bigint generated always as identity primary key,
  voucher bigint not null references payments.voucher,
  kind text not null check (kind in ('SOLD', 'REDEEMED', 'REFUNDED', 'GIVEN_BACK', 'EXPIRED')),
  cents bigint not null check (cents <> 0 and (cents > 0) = (kind in ('SOLD', 'REFUNDED'))),
  -- The payment that was made with it.
  payment uuid unique references payments.payment,
  at timestamptz not null,
  txid xid8 not null default pg_current_xact_id(),
  check ((kind = 'REDEEMED') = (payment is not null))
);
create index voucher_movement_voucher on payments.voucher_movement (voucher, id);
create index voucher_movement_txid on payments.voucher_movement (txid);

-- Vouchers that are to be given back for more than one officer may pay out alone: a few a week; keyed by id, read by agency while
-- they wait, and by voucher.
create table payments.voucher_return (
  id uuid primary key,
  voucher bigint not null references payments.voucher,
  agency text not null,
  amount bigint not null check (amount > 0),
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
create index voucher_return_waiting on payments.voucher_return (agency, asked_at) where state = 'WAITING';
-- One question at a time.
create unique index voucher_return_voucher on payments.voucher_return (voucher) where state in ('WAITING', 'APPROVED');

alter table payments.payment drop constraint payment_method_check;
alter table payments.payment add constraint payment_method_check
  check (method in ('GATEWAY', 'COUNTER', 'BANK', 'VOUCHER'));

grant select, insert, update on payments.voucher to ceiba_app;
grant select, insert on payments.voucher_movement to ceiba_app;
grant select, insert, update on payments.voucher_return to ceiba_app;
