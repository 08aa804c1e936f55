-- The desk without a network: officers' devices, and the decisions that they bring later.

-- Devices that officers set up. Some hundreds at once; one row for each device and thirty days. Key: id.
create table border.device (
  id uuid primary key,
  officer text not null,
  officer_name text not null,
  agency text not null check (agency in ('immigration', 'customs')),
  port text not null,
  name text not null,
  -- Public halves of the keys that the device made: what it signs with, and what we encrypt to.
  sign_key text not null,
  box_key text not null,
  enrolled_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  seen_at timestamptz not null
);
create index device_agency on border.device (agency, enrolled_at desc);

-- What devices brought, each once, as it was signed: what was accepted stands in border.decision, too; the rest is for a person to look at. Some
-- thousands a day at most; found by device and content, by declaration, and those that wait by agency.
create table border.brought_decision (
  id bigint generated always as identity primary key,
  device uuid not null references border.device,
  -- What the device calls it; two that differ under one key are both kept.
  key text not null,
  signed text not null,
  digest bytea not null,
  agency text not null check (agency in ('immigration', 'customs')),
  by text not null,
  by_name text not null,
  -- As typed on the device: it may name no declaration of ours.
  number text not null,
  version int not null,
  position int not null,
  outcome text not null,
  until date,
  words text not null,
  rights_told boolean not null,
  decided_at timestamptz not null,
  received_at timestamptz not null,
  flags text[] not null,
  -- Null when it was accepted.
  reason text,
  settled_at timestamptz,
  settled_by text,
  settled_by_name text,
  settled_words text,
  unique (device, digest)
);
create index brought_open on border.brought_decision (agency, id) where reason is not null and settled_at is null;
create index brought_declaration on border.brought_decision (number);

grant select, insert on border.device to ceiba_app;
grant update (revoked_at, revoked_by, seen_at) on border.device to ceiba_app;
grant select, insert on border.brought_decision to ceiba_app;
grant update (settled_at, settled_by, settled_by_name, settled_words) on border.brought_decision to ceiba_app;
