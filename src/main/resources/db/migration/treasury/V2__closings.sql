-- Closing reports, frozen when the day is closed. A closing holds what was booked between its position in the ledger and the
-- one of the closing before it; what commits later is in the next one. One row a day; read by day.
create table treasury.closing (
  day date primary key,
  -- Transactions of the ledger: this closing has those from the first on and before the second.
  from_position bigint not null,
  position bigint not null unique,
  closed_at timestamptz not null,
  -- An officer's number, or system.
  closed_by text not null,
  closed_by_name text,
  -- Nobody can close an unbalanced day.
  ledger_sum bigint not null check (ledger_sum = 0),
  check (position >= from_position)
);
-- One row a day for each agency and revenue head that ever had revenue: some hundred.
create table treasury.closing_revenue (
  day date not null references treasury.closing,
  agency text not null,
  head text not null,
  opening bigint not null,
  cash bigint not null,
  gateway bigint not null,
  bank bigint not null,
  refunds bigint not null,
  closing bigint not null,
  primary key (day, agency, head),
  check (closing = opening + cash + gateway + bank - refunds)
);
-- One row a day for each agency that wrote receipts.
create table treasury.closing_receipts (
  day date not null references treasury.closing,
  agency text not null,
  year int not null,
  count int not null,
  first int not null,
  last int not null,
  -- How many numbers are missing since the closing before; not zero is an alarm.
  gaps int not null,
  primary key (day, agency, year)
);
create index closing_receipts_last on treasury.closing_receipts (agency, year, day desc);
-- One row a day for each account of the ledger, debits positive.
create table treasury.closing_account (
  day date not null references treasury.closing,
  account text not null,
  opening bigint not null,
  movement bigint not null,
  closing bigint not null,
  primary key (day, account),
  check (closing = opening + movement)
);

-- Frozen: rows are added and never changed.
grant select, insert on treasury.closing to ceiba_app;
grant select, insert on treasury.closing_revenue to ceiba_app;
grant select, insert on treasury.closing_receipts to ceiba_app;
grant select, insert on treasury.closing_account to ceiba_app;
