-- Vouchers that are to be given back wait for a second officer in the same queue as refunds.
alter table payments.refund_request add column kind text not null default 'BILL' check (kind in ('BILL', 'VOUCHER'));
alter table payments.refund_request alter column kind drop default;
alter table payments.refund_request alter column bill drop not null;
alter table payments.refund_request add column voucher bigint references payments.voucher;
alter table payments.refund_request add check ((kind = 'BILL') = (bill is not null));
alter table payments.refund_request add check ((kind = 'VOUCHER') = (voucher is not null));

insert into payments.refund_request
  (id, kind, voucher, agency, amount, reason, asked_by, asked_by_name, asked_at, state, decided_by, decided_at)
select id, 'VOUCHER', voucher, agency, amount, '', asked_by, asked_by_name, asked_at, state, decided_by, decided_at
from payments.voucher_return;
drop table payments.voucher_return;

-- Of a voucher one question at a time.
create unique index refund_request_voucher on payments.refund_request (voucher) where state in ('WAITING', 'APPROVED');
