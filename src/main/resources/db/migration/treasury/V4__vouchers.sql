-- What was paid by voucher, and vouchers as a closing report shows them.
alter table treasury.closing_revenue add column vouchers bigint not null default 0;
alter table treasury.closing_revenue drop constraint closing_revenue_check;
alter table treasury.closing_revenue add constraint closing_revenue_check
  check (closing = opening + cash + gateway + bank + vouchers - refunds);

-- One row a day: what vouchers were worth, and what moved that.
create table treasury.closing_vouchers (
  day date primary key references treasury.closing,
  opening bigint not null,
  sold bigint not null,
  refunded bigint not null,
  redeemed bigint not null,
  given_back bigint not null,
  expired bigint not null,
  closing bigint not null check (closing >= 0),
  check (closing = opening + sold + refunded - redeemed - given_back - expired)
);
-- Frozen, as the rest of a closing.
grant select, insert on treasury.closing_vouchers to ceiba_app;
