-- One row a person, as before. An address that mail came back from is not used until the person gives another one.
alter table notifications.contact
  -- Whether the person gave the address himself and proved it; then signing in does not change it.
  add column email_chosen boolean not null default false,
  add column email_refused_at timestamptz,
  add column email_refusal text,
  -- His own quiet hours in the country's time; null for the national ones, the same twice for none.
  add column quiet_from time,
  add column quiet_to time,
  -- How many notices went to him one by one since when.
  add column burst_since timestamptz not null default '-infinity',
  add column burst_count int not null default 0,
  add check ((quiet_from is null) = (quiet_to is null));
create index contact_email on notifications.contact (email) where email is not null;

alter table notifications.delivery
  -- By which a duplicate, and a report about it, is recognised: Message-ID, envelope identifier, return path.
  add column reference uuid not null default gen_random_uuid(),
  add column quiet_from time not null default '00:00',
  add column quiet_to time not null default '00:00',
  -- The message that told the person of this notice together with others.
  add column collected_in bigint references notifications.delivery,
  drop constraint delivery_state_check,
  add constraint delivery_state_check check (state in ('queued', 'sent', 'delivered', 'failed', 'collected'));
create unique index delivery_reference on notifications.delivery (reference);
create index delivery_collected on notifications.delivery (due_at) where state = 'collected' and collected_in is null;

-- An address that a person gave and has not proved yet. Keyed by the hash of the token in the link, so that who reads this
-- table can prove nothing; rows live for a day.
create table notifications.email_check (
  token_hash text primary key,
  person text not null,
  email text not null,
  at timestamptz not null,
  expires_at timestamptz not null
);
create index email_check_person on notifications.email_check (person, at);

grant select, insert, delete on notifications.email_check to ceiba_app;
