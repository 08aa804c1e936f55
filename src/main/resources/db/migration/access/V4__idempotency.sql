-- The answers to requests that carry an Idempotency-Key, so that a repeated request gets the same answer and has no second
-- effect. A row a request by program, deleted after thirty days by a job: Belize a few thousand at a time. Keyed by who
-- asked for what with which key; a larger country partitions by hash of caller.
create table access.idempotent_answer (
  caller text not null,
  operation text not null,
  key text not null,
  -- SHA-256 of the request's content: the same key with other content is refused.
  fingerprint bytea not null,
  -- Null only within the transaction that finds out what the answer is.
  status int,
  location text,
  body bytea,
  at timestamptz not null,
  primary key (caller, operation, key)
);
create index idempotent_answer_at on access.idempotent_answer (at);

grant select, insert, update, delete on access.idempotent_answer to ceiba_app;
