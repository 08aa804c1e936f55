-- What tills paid in, as bank statements and closing reports show it.

alter table treasury.settlement drop constraint settlement_kind_check;
alter table treasury.settlement add constraint settlement_kind_check
  check (kind in ('BILL', 'CAPTURES', 'GATEWAY', 'FEES', 'RETURNS', 'WRITTEN_OFF', 'REVERSAL', 'DEPOSIT'));
alter table treasury.exception drop constraint exception_action_check;
alter table treasury.exception add constraint exception_action_check check (action in
  ('BILL', 'DEPOSIT', 'RETURN', 'FEE', 'GATEWAY', 'WRITE_OFF', 'WAIT', 'NOTED', 'CLEARED'));

-- The tills of a closing report: those closed since the one before, and those that were open when it was made. Some tens a
-- day; read by day.
create table treasury.closing_till (
  day date not null references treasury.closing,
  number bigint not null,
  agency text not null,
  office text not null,
  clerk_name text not null,
  opened_at timestamptz not null,
  -- What follows is null while it is open.
  closed_at timestamptz,
  counted bigint,
  difference bigint,
  deposit bigint,
  slip text,
  primary key (day, number),
  check ((closed_at is null) = (counted is null) and (closed_at is null) = (difference is null)
    and (closed_at is null) = (deposit is null))
);
-- Frozen, as the rest of a closing.
grant select, insert on treasury.closing_till to ceiba_app;
