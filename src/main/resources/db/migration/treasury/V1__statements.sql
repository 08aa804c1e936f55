-- Bank statements and what became of their lines. Grows with transfers, deposits and the gateway's settlements: some hundred
-- lines a day in Belize. Keys are uuids by time; a larger country partitions line and settlement by range of id.

create table treasury.statement (
  id uuid primary key,
  account text not null,
  -- The bank's identifier of the statement; a statement comes in once.
  number text not null,
  sequence bigint,
  -- The day of its closing balance.
  day date not null,
  opening bigint not null,
  closing bigint not null,
  -- Of what we read from it: the same number with another content is refused.
  digest text not null,
  imported_at timestamptz not null,
  imported_by text not null,
  imported_by_name text not null,
  unique (account, number)
);
create index statement_order on treasury.statement (account, day, sequence, id);

create table treasury.line (
  id uuid primary key,
  statement uuid not null references treasury.statement,
  number int not null,
  account text not null,
  -- In cents, negative for what left the account.
  cents bigint not null check (cents <> 0),
  -- What of it lies in suspense: with all lines, the balance of that account.
  open bigint not null check (open = 0 or sign(open) = sign(cents) and abs(open) <= abs(cents)),
  charges bigint not null check (charges >= 0),
  booked_on date not null,
  -- The bank's own reference of the movement.
  bank_reference text,
  refs text[] not null,
  party text,
  info text,
  reversal boolean not null,
  -- NEW until it has been looked at; MATCHED by us, SETTLED by an officer, REVERSED by another line.
  state text not null default 'NEW' check (state in ('NEW', 'MATCHED', 'EXCEPTION', 'SETTLED', 'REVERSED')),
  check (state not in ('MATCHED', 'SETTLED', 'REVERSED') or open = 0),
  unique (statement, number)
);
create index line_new on treasury.line (id) where state = 'NEW';
create index line_bank_reference on treasury.line (account, bank_reference) where bank_reference is not null;
create index line_refs on treasury.line using gin (refs);

-- For what of a line's money was; one or two rows a line, keyed by id, read by line or bill.
create table treasury.settlement (
  id uuid primary key,
  line uuid not null references treasury.line,
  kind text not null check (kind in ('BILL', 'CAPTURES', 'GATEWAY', 'FEES', 'RETURNS', 'WRITTEN_OFF', 'REVERSAL')),
  -- The bill, or the other line.
  target uuid,
  case_number text,
  receipt text,
  cents bigint not null check (cents <> 0),
  -- What the gateway kept of its captures.
  fee bigint not null default 0,
  at timestamptz not null,
  -- When another line reversed it.
  undone_at timestamptz,
  check ((kind = 'BILL') = (case_number is not null and receipt is not null)),
  check (kind not in ('BILL', 'REVERSAL') or target is not null)
);
create index settlement_line on treasury.settlement (line);
create index settlement_bill on treasury.settlement (target) where kind = 'BILL';

-- What a person must look at; a few a day.
create table treasury.exception (
  number bigint generated always as identity primary key,
  kind text not null
    check (kind in ('UNKNOWN', 'AMOUNT', 'DUPLICATE', 'REVERSED', 'SPLIT', 'MISSING', 'GAP')),
  line uuid references treasury.line,
  -- What it is about when it is no line's: a bill, a capture, a pair of statements.
  subject text,
  cents bigint not null,
  -- What we expected instead, if we did.
  expected bigint,
  -- Words that go with the kind: references, numbers of statements.
  about text not null,
  since timestamptz not null,
  -- PROPOSED: a second officer must agree. WAITING: somebody looked and waits for something.
  state text not null default 'OPEN' check (state in ('OPEN', 'WAITING', 'PROPOSED', 'DONE')),
  -- Counts changes, so that of two officers who saw the same one acts.
  revision int not null default 0,
  action text check (action in ('BILL', 'RETURN', 'FEE', 'GATEWAY', 'WRITE_OFF', 'WAIT', 'NOTED', 'CLEARED')),
  reason text,
  acted_by text,
  acted_by_name text,
  acted_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  -- Four eyes, whatever the code does.
  check (decided_by <> acted_by),
  check ((line is null) <> (subject is null)),
  check (state <> 'PROPOSED' or action in ('RETURN', 'WRITE_OFF', 'FEE', 'GATEWAY'))
);
create unique index exception_line on treasury.exception (line) where state <> 'DONE';
create unique index exception_subject on treasury.exception (kind, subject) where subject is not null;
create index exception_open on treasury.exception (since) where state <> 'DONE';

grant select, insert on treasury.statement to ceiba_app;
grant select, insert, update on treasury.line to ceiba_app;
grant select, insert, update on treasury.settlement to ceiba_app;
grant select, insert, update on treasury.exception to ceiba_app;
