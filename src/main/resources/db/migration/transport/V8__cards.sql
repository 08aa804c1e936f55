-- What is printed on the plastic card of each licence, as it was when the licence was signed. One row for each licence that was issued; kept as
-- long as the register of drivers. Key: the signed document's number. Distributed by holder.
create table transport.card (
  document text primary key,
  -- In the order of issuing: of a class only the newest is printed.
  n bigint generated always as identity unique,
  case_number text not null,
  holder text not null,
  holder_name text not null,
  born_on date not null,
  licence text not null,
  class text not null,
  stage text not null check (stage in ('LEARNER', 'PROVISIONAL', 'FULL')),
  issued_on date not null,
  until date not null,
  photo uuid not null,
  -- What the code on the card says, signed.
  code text not null
);
create index card_holder on transport.card (holder, class, n);

-- What was given to the card printer at a time: some hundred rows a year. Key: its number, without gaps.
create table transport.card_batch (
  number int primary key check (number > 0),
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null,
  -- SHA-256 of the file, hexadecimal: whoever takes it again gets the same or none.
  sha256 text
);

create table transport.printed_card (
  batch int not null references transport.card_batch,
  document text not null references transport.card,
  spoilt_at timestamptz,
  spoilt_by text,
  spoilt_why text,
  primary key (batch, document),
  check ((spoilt_at is null) = (spoilt_by is null)),
  check ((spoilt_at is null) = (spoilt_why is null))
);
-- A card is in one batch, unless it was spoilt there.
create unique index printed_card_once on transport.printed_card (document) where spoilt_at is null;

grant select, insert on transport.card, transport.card_batch, transport.printed_card to ceiba_app;
grant update (sha256) on transport.card_batch to ceiba_app;
grant update (spoilt_at, spoilt_by, spoilt_why) on transport.printed_card to ceiba_app;
