-- What was taken off a bill because it was paid in time: owed again when the bank takes that payment back.
alter table payments.bill add column taken_off bigint not null default 0 check (taken_off >= 0);

-- Of those there are the ledger knows it; nothing else but a cancellation moves from the receivable to what was assessed.
update payments.bill b set taken_off = t.cents
from payments.transfer t
where t.bill = b.id and b.discount_until is not null and b.discount = 0 and b.status in ('PAID', 'REFUNDED')
  and t.debit = 'assessed:' || b.agency || ':' || b.head and t.credit = 'receivable';
