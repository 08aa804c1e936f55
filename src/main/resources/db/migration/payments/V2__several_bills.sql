-- One payment may settle several bills, and several payments one bill.

-- What of a payment is for which bill: a row each, about as many as payments; keyed by both, read by either. A larger
-- country partitions it with payment.
create table payments.share (
  payment uuid not null references payments.payment,
  bill uuid not null references payments.bill,
  amount bigint not null check (amount > 0),
  primary key (payment, bill)
);
create index share_bill on payments.share (bill);
insert into payments.share (payment, bill, amount) select id, bill, amount from payments.payment;
-- Read no more; removed with the next version.
alter table payments.payment alter column bill drop not null;

-- A receipt for each bill of a payment.
alter table payments.receipt drop constraint receipt_payment_key;
alter table payments.receipt add constraint receipt_payment_bill_key unique (payment, bill);
create index receipt_bill on payments.receipt (bill);

-- What is paid of a bill so far. Paid in full it is PAID; until then it stays OPEN.
alter table payments.bill drop constraint bill_check;
alter table payments.bill add constraint bill_captured_check
  check (captured between 0 and amount and (status not in ('PAID', 'REFUNDED') or captured = amount));

-- By when it is to be paid; late ones are reminded of once.
alter table payments.bill add column due_on date;
update payments.bill set due_on = (raised_at at time zone 'America/Belize')::date + 30;
alter table payments.bill alter column due_on set not null;
alter table payments.bill add column reminded_at timestamptz;
create index bill_due on payments.bill (due_on) where status = 'OPEN';

-- A bill in parts, where the fee schedule allows it: a handful of rows for each bill whose payer asked for it. What has been
-- captured of the bill pays them in their order. Keyed by bill and number.
create table payments.instalment (
  bill uuid not null references payments.bill,
  number int not null check (number > 0),
  amount bigint not null check (amount > 0),
  due_on date not null,
  reminded_at timestamptz,
  primary key (bill, number)
);
create index instalment_due on payments.instalment (due_on) where reminded_at is null;

grant select, insert on payments.share to ceiba_app;
grant select, insert, update on payments.instalment to ceiba_app;
