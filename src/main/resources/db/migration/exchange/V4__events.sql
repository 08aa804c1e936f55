-- What registers have entered and others are to be told of, by the agreements in force then. A row an event, some 20,000 a year for Belize; cleared
-- once every agency has had it and the days that it is kept are over. Key: a number by the order in which events of one key were committed. A
-- larger state partitions by month of at.
create table exchange.event (
  id bigint generated always as identity primary key,
  service text not null,
  -- Whose order counts: a person's number, or the entry where there is none yet.
  key text not null,
  subject text,
  at timestamptz not null,
  body jsonb not null
);

create index event_key on exchange.event (key, service);

-- One for each agency and purpose that the event goes to: none to six an event, cleared with it.
create table exchange.delivery (
  consumer text not null,
  service text not null,
  purpose text not null,
  event bigint not null references exchange.event (id) on delete cascade,
  key text not null,
  state text not null default 'DUE' check (state in ('DUE', 'DELIVERED', 'REFUSED', 'WITHHELD', 'SET_ASIDE')),
  due_at timestamptz not null,
  tries int not null default 0,
  -- When it was first told.
  told_at timestamptz,
  -- When nothing was left to do about it.
  done_at timestamptz,
  -- What was wrong with it, or why it was withheld or set aside.
  words text,
  primary key (consumer, service, purpose, event),
  check ((state in ('DUE', 'REFUSED')) = (done_at is null))
);
create index delivery_open on exchange.delivery (consumer, service, purpose, key, event) where done_at is null;
create index delivery_event on exchange.delivery (event);

-- What this node has taken of the events of other nodes, so that one that comes again changes nothing. Cleared after as many days as events are kept.
create table exchange.taken (
  service text not null,
  agency text not null,
  purpose text not null,
  event bigint not null,
  at timestamptz not null,
  primary key (service, agency, purpose, event)
);
create index taken_at on exchange.taken (at);

grant select, insert, delete on exchange.event, exchange.taken to ceiba_app;
grant select, insert on exchange.delivery to ceiba_app;
grant update (state, due_at, tries, told_at, done_at, words) on exchange.delivery to ceiba_app;
