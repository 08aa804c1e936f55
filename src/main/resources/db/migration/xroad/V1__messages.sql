-- What this node said to others and heard from them, as signed: proof for both sides of who asked what and what was answered.
-- Bodies hold people's data and are not kept unless a setting says so; their digests are signed.

-- One row per time-stamp: at most one a minute. Not partitioned: read by key only.
create table xroad.stamp (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  token bytea not null,
  result bytea not null
);

-- One row per signature, which covers all messages of a member that were waiting when it was made. Under load one for dozens of
-- messages, else one each. Key: what is in the file, so that one that comes with many messages is kept once.
create table xroad.signature (
  digest bytea primary key,
  at timestamptz not null,
  signature bytea not null,
  result bytea not null,
  stamp bigint references xroad.stamp,
  stamp_chain bytea
);
-- Small: what waits for its time-stamp.
create index signature_unstamped on xroad.signature (at) where stamp is null;

-- Two rows per exchange, a request and its response: with 400,000 people some millions a year, 1 kB each. Read by number and
-- by the identifier of the request; cleared when archived. Shard key when one primary is too small: request_id.
create table xroad.message (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  request_id text not null,
  message_id text not null,
  kind text not null check (kind in ('request', 'response')),
  side text not null check (side in ('asked', 'answered')),
  client text not null,
  service text not null,
  head bytea not null,
  body_digest bytea,
  body bytea,
  -- Writes of many exchanges go together, in an order of their own.
  signature bytea references xroad.signature deferrable initially deferred,
  chain bytea,
  -- A request that comes a second time is not answered.
  unique (request_id, side, kind)
);
create index message_message_id on xroad.message (message_id);

grant select, insert on xroad.stamp, xroad.signature, xroad.message to ceiba_app;
grant update (stamp, stamp_chain) on xroad.signature to ceiba_app;
