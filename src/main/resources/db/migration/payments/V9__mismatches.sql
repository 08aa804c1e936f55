-- What the gateway took otherwise than it was asked, and money that was given up.

-- What the gateway took instead of the amount, if that was in Belize dollars; null when it took what it was asked, and when our books
-- can't hold it. What of it is neither for a bill nor on its way back lies in the account gateway-suspense.
alter table payments.payment add column taken bigint check (taken > 0);
alter table payments.payment add column unclear bigint not null default 0 check (unclear between 0 and coalesce(taken, 0));
create index payment_mismatch on payments.payment (settled_at) where state = 'MISMATCH';

-- When it was given up that a bank statement shows it: it is lost then, until one does.
alter table payments.payment add column written_off_at timestamptz;
alter table payments.till add column written_off_at timestamptz;
drop index payments.payment_unbanked;
create index payment_unbanked on payments.payment (settled_at)
  where method = 'GATEWAY' and (state in ('CAPTURED', 'SURPLUS') or taken is not null) and banked_by is null
    and written_off_at is null;
