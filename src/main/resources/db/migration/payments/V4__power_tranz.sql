-- The card processor's transactions, of payments made through PowerTranz: one row for each time that a payer opens its page,
-- some more than there are payments; keyed by its identifier there, read by payment. Partitioned with payment in a larger
-- country.
create table payments.power_tranz_transaction (
  id uuid primary key,
  payment uuid not null references payments.payment,
  -- Completes this one transaction and no other, for five minutes; deleted when it is used.
  spi_token text,
  -- COMPLETING: we asked for the money and have not heard. Of a payment one at a time.
  state text not null default 'OPENED' check (state in ('OPENED', 'COMPLETING', 'APPROVED', 'DECLINED')),
  at timestamptz not null
);
create index power_tranz_payment on payments.power_tranz_transaction (payment);
create unique index power_tranz_completing on payments.power_tranz_transaction (payment)
  where state in ('COMPLETING', 'APPROVED');

grant select, insert, update on payments.power_tranz_transaction to ceiba_app;
