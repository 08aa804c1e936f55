-- The ledger's rows move money from one account to another instead of naming one account each: no booking can be out of
-- balance, no check is needed, and what a bill books when it is raised is one row.

-- Grows by three rows for each paid bill. A booking is all rows of one number. Keyed by both numbers, read by position: a
-- larger country partitions it by range of booking.
create table payments.transfer (
  booking bigint not null,
  line smallint not null,
  -- No foreign key: bills are never deleted, and its check would lock the bill's row in every submission.
  bill uuid,
  -- The account that has more of it then, and the one that has less.
  debit text not null,
  credit text not null check (credit <> debit),
  cents bigint not null check (cents > 0),
  at timestamptz not null,
  -- In the order in which transactions began to write: what is below the oldest one still open is complete.
  txid xid8 not null default pg_current_xact_id(),
  primary key (booking, line)
);

-- Debits and credits of a booking, each laid end to end: where a debit and a credit overlap, so much went from one to the other.
with line as (
  select booking, bill, account, at, txid, cents > 0 as debit,
    sum(abs(cents)) over lines - abs(cents) as low, sum(abs(cents)) over lines as high
  from payments.posting
  window lines as (partition by booking, cents > 0 order by line))
insert into payments.transfer (booking, line, bill, debit, credit, cents, at, txid)
select d.booking, row_number() over (partition by d.booking order by greatest(d.low, c.low)), d.bill, d.account, c.account,
  least(d.high, c.high) - greatest(d.low, c.low), d.at, d.txid
from line d join line c on c.booking = d.booking and not c.debit and c.low < d.high and d.low < c.high
where d.debit;

drop table payments.posting;
drop function payments.balanced();

create index transfer_txid on payments.transfer (txid);
-- What a till should hold is asked of the ledger.
create index transfer_into_till on payments.transfer (debit) where debit like 'cash-till:%';
create index transfer_out_of_till on payments.transfer (credit) where credit like 'cash-till:%';

create trigger transfer_append_only before update or delete or truncate on payments.transfer
  for each statement execute function payments.append_only();

-- The same as lines of one account each; debits are positive.
create view payments.posting as
  select booking, 2 * line - 1 as line, bill, debit as account, cents, at, txid from payments.transfer
  union all
  select booking, 2 * line, bill, credit, -cents, at, txid from payments.transfer;

grant select, insert on payments.transfer to ceiba_app;
grant select on payments.posting to ceiba_app;
