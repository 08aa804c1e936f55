-- How to reach a person: one row a person, key the identity number; it grows with the population only.
create table notifications.contact (
  person text primary key,
  name text not null,
  phone text,
  email text,
  language text not null,
  -- Whether the person chose the language himself; then signing in does not change it.
  language_chosen boolean not null default false,
  by_sms boolean not null default true,
  by_email boolean not null default true,
  changed_at timestamptz not null
);

-- What a person is to be told, which is also his inbox: texts are made from template and arguments when they are read, so a
-- row stays small. About five rows a case (Belize: some ten million a year); key is the id. Not partitioned: the key must
-- be unique over all rows. Beyond some hundred million rows: by hash of person, with the person as part of every key.
create table notifications.notice (
  id bigint generated always as identity primary key,
  key text not null unique,
  person text not null,
  template text not null,
  arguments jsonb not null,
  case_number text,
  at timestamptz not null,
  -- Whether deliveries have been made of it.
  spread boolean not null default false,
  read_at timestamptz
);
create index notice_inbox on notifications.notice (person, id desc);
create index notice_case on notifications.notice (case_number) where case_number is not null;
create index notice_unspread on notifications.notice (id) where not spread;

-- One message on one channel to one address; key is the id. Two rows a notice at most, and one for each one-time code.
-- Partitions as for notices; one-time codes are deleted after a day.
create table notifications.delivery (
  id bigint generated always as identity primary key,
  notice bigint references notifications.notice,
  -- Recognises a message on the way that is sent twice after a crash.
  key text not null unique,
  channel text not null check (channel in ('sms', 'email')),
  -- Lower goes first: 0 for one-time codes, 5 for notices.
  priority smallint not null,
  address text not null,
  subject text,
  -- Null as soon as it is sent or given up.
  body text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'delivered', 'failed')),
  at timestamptz not null,
  attempts int not null default 0,
  -- When to try next; while a process is trying, when another one may take over.
  due_at timestamptz not null,
  expires_at timestamptz,
  error text,
  -- What the SMS centre calls it.
  remote_id text
);
create index delivery_queue on notifications.delivery (channel, priority, due_at) where state = 'queued';
create index delivery_notice on notifications.delivery (notice) where notice is not null;
create index delivery_code on notifications.delivery (at) where notice is null;
create index delivery_remote on notifications.delivery (remote_id) where state = 'sent' and remote_id is not null;

-- Delivery receipts that wait to be matched with what was sent, since one can arrive before the answer to its message.
-- Rows live for a second, at most a day.
create table notifications.receipt (
  remote_id text primary key,
  delivered boolean not null,
  status text not null,
  at timestamptz not null
);

grant select, insert, update on notifications.contact to ceiba_app;
grant select, insert, update on notifications.notice to ceiba_app;
grant select, insert, update, delete on notifications.delivery to ceiba_app;
grant select, insert, update, delete on notifications.receipt to ceiba_app;
