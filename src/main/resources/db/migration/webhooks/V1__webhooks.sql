-- Where agencies want to be told: some tens of rows. The secret is not here: it is derived from a key outside the database,
-- the row's id and its generation.
create table webhooks.endpoint (
  id uuid primary key,
  agency text not null,
  url text not null,
  events text[] not null check (cardinality(events) > 0),
  generation int not null default 1,
  -- Until when messages also bear the signature of the generation before.
  overlap_until timestamptz,
  registered_by text not null,
  registered_at timestamptz not null,
  ended_at timestamptz
);
create index endpoint_agency on webhooks.endpoint (agency) where ended_at is null;

-- What is told, octet for octet as it is signed: a row for each step of a case and each payment of an agency that has an
-- endpoint for it; deleted after ninety days. Keyed by id; a larger country partitions both tables by month of at.
create table webhooks.message (
  id text primary key,
  agency text not null,
  type text not null,
  body text not null,
  at timestamptz not null
);
create index message_at on webhooks.message (at);

create table webhooks.delivery (
  message text not null references webhooks.message on delete cascade,
  endpoint uuid not null references webhooks.endpoint,
  -- WAITING for its next try; FAILED after the last one.
  state text not null default 'WAITING' check (state in ('WAITING', 'DELIVERED', 'FAILED')),
  attempts int not null default 0,
  -- What the endpoint answered last, or why it did not.
  outcome text,
  tried_at timestamptz,
  next_at timestamptz,
  primary key (message, endpoint)
);
create index delivery_endpoint on webhooks.delivery (endpoint, message desc);

-- How far the feed of cases has been read. One row.
create table webhooks.cursor (
  feed text primary key,
  transaction bigint not null,
  position bigint not null
);
insert into webhooks.cursor (feed, transaction, position) values ('cases', 0, 0);

grant select, insert, update on webhooks.endpoint to ceiba_app;
grant select, insert, delete on webhooks.message to ceiba_app;
grant select, insert, update, delete on webhooks.delivery to ceiba_app;
grant select, update on webhooks.cursor to ceiba_app;
