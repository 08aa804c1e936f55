-- Sign-ins that a browser asks another device for, by a QR code. A row lives for two minutes and is deleted by who uses it; keyed by the
-- SHA-256 of the asking browser's cookie, found by that of the code in the picture. Any process can take either side.
create table identity.device_link (
  cookie_hash bytea primary key,
  code_hash bytea not null unique,
  -- The two digits to be typed on the other device.
  match text not null check (match ~ '^[0-9]{2}$'),
  -- What the other device shows of the one that asks.
  device text not null,
  country text,
  network text not null,
  asked_at timestamptz not null,
  until timestamptz not null,
  refused boolean not null default false,
  -- Who confirmed, how surely he was known there, and since when.
  person uuid references identity.person (id),
  level text check (level in ('LOW', 'SUBSTANTIAL')),
  level_at timestamptz
);
create index device_link_until on identity.device_link (until);
grant select, insert, delete on identity.device_link to ceiba_app;
grant update (refused, person, level, level_at) on identity.device_link to ceiba_app;
