-- What is taken off a bill that is paid by a day, and in how many parts a bill may be paid that has no row in the fee schedule. Both are
-- said when the bill is raised; null and nothing for those there are.
alter table payments.bill
  add column discount bigint not null default 0 check (discount >= 0 and discount < amount),
  add column discount_until date,
  add column parts smallint check (parts between 2 and 60),
  add column parts_days smallint check (parts_days between 1 and 366),
  add constraint bill_discount_day check (discount = 0 or discount_until is not null),
  add constraint bill_parts_both check ((parts is null) = (parts_days is null));
