-- What bank statements show: bookings without a bill, payments by transfer, captures that have reached the bank.

-- Money on a bank account belongs to no bill until it is matched.
alter table payments.posting alter column bill drop not null;
-- A closing report reads what was committed between two positions. At the right edge of the index only: one more write a line.
create index posting_txid on payments.posting (txid);

alter table payments.payment drop constraint payment_method_check;
alter table payments.payment add constraint payment_method_check check (method in ('GATEWAY', 'COUNTER', 'BANK'));
-- The line of a bank statement by which the gateway paid us this capture.
alter table payments.payment add column banked_by uuid;
alter table payments.payment add column banked_at timestamptz;
create index payment_banked on payments.payment (banked_by) where banked_by is not null;
-- Captures that the bank has not shown yet: a few days' worth.
create index payment_unbanked on payments.payment (settled_at)
  where method = 'GATEWAY' and state in ('CAPTURED', 'SURPLUS') and banked_by is null;

-- A receipt whose payment the bank took back. Its number stays taken.
alter table payments.receipt add column reversed_at timestamptz;
-- In which transaction it was written: the closing report counts receipts between the same positions as postings.
alter table payments.receipt add column txid xid8 not null default pg_current_xact_id();
create index receipt_txid on payments.receipt (txid);
grant update (reversed_at) on payments.receipt to ceiba_app;
