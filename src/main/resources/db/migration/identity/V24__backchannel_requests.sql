-- What parties ask people who are not in front of their pages: at a counter, on the phone (CIBA Core 1.0). One row a request, deleted a day
-- later; some ten thousand. Key: a random identifier, read by person; the party's name for it is kept as SHA-256.
create table identity.backchannel_request (
  id uuid primary key,
  hash bytea not null unique,
  client text not null,
  -- Null for a number that nobody has, is locked, or whose bearer has died: it is answered like any other and ends unanswered.
  person uuid,
  scopes text[] not null,
  parameters jsonb not null,
  binding_message text,
  -- By which the party recognises that it is we who tell it of the answer; of no use to others.
  notification_token text,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  every_seconds int not null default 5,
  polled_at timestamptz,
  state text not null default 'WAITING' check (state in ('WAITING', 'ALLOWED', 'DENIED'))
);
create index backchannel_request_of on identity.backchannel_request (person, asked_at) where state = 'WAITING';
create index backchannel_request_old on identity.backchannel_request (expires_at);
grant select, insert, delete on identity.backchannel_request to ceiba_app;
grant update (every_seconds, polled_at, state) on identity.backchannel_request to ceiba_app;
