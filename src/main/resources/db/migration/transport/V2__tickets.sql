-- Phones of officers, the ticket numbers that were lent to them, and the tickets that they wrote. Tickets are kept as they were signed on the
-- phone; what becomes of one is in its case, which has the same number.

-- A phone on which an officer signed in: some hundreds, and those of the past. Key: id. The keys are the public halves of two that the phone
-- made and does not give away (JWK, P-256): one signs tickets, to the other snapshots are encrypted.
create table transport.device (
  id uuid primary key,
  officer text not null,
  officer_name text not null,
  agency text not null,
  name text not null,
  sign_key text not null,
  box_key text not null,
  enrolled_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  seen_at timestamptz not null
);
create index device_agency on transport.device (agency, enrolled_at desc);

-- Numbers lent to phones, so that no two write the same while they are offline: a row a number, as many as tickets and those that phones never
-- used. Key: the number, which is random, and so its own distribution key.
create table transport.lent_number (
  number text primary key,
  device uuid not null references transport.device,
  lent_at timestamptz not null,
  used_at timestamptz
);
create index lent_number_unused on transport.lent_number (device) where used_at is null;

-- A ticket as it was written: some 50,000 rows a year. Key: the number; a larger country partitions by received_at. Never changed.
create table transport.ticket (
  number text primary key references transport.lent_number,
  device uuid not null references transport.device,
  officer text not null,
  agency text not null,
  offence text not null,
  at timestamptz not null,
  -- What the phone's clock said, how far it was behind ours when the ticket came, and when that was.
  written_at timestamptz not null,
  clock_behind interval not null,
  received_at timestamptz not null,
  serial int not null,
  -- The tariff on the day of the offence, in cents.
  cents bigint not null check (cents > 0),
  points int not null check (points >= 0),
  place text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  accuracy double precision check (accuracy >= 0),
  plate text,
  -- Whom the officer named, and who has to answer for it: identity numbers.
  driver text,
  liable text not null,
  -- What the register said of plate and driver at that instant, as known then and when the ticket came.
  known jsonb not null,
  -- What an officer should look at: words of message keys.
  flags text[] not null,
  signed text not null
);
create index ticket_liable on transport.ticket (liable, at desc);
create index ticket_device on transport.ticket (device, serial);
create index ticket_received on transport.ticket (received_at);

-- What came from a phone and could not be accepted, with the reason; a person looks at each. Key: id; the digest keeps what comes twice once.
create table transport.held_ticket (
  id uuid primary key,
  digest bytea not null unique,
  number text not null,
  device uuid,
  brought_by text not null,
  agency text not null,
  reason text not null,
  signed text not null,
  -- Files that came with it; theirs is whoever brought it.
  photo uuid,
  signature uuid,
  received_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  note text,
  check ((closed_at is null) = (closed_by is null))
);
create index held_ticket_open on transport.held_ticket (received_at) where closed_at is null;

-- Points that a ticket gives a driver: at most a row a ticket. Key: the ticket; read by holder. Quashed is what turned out not to count.
create table transport.penalty_points (
  ticket text primary key references transport.ticket,
  holder text not null,
  at timestamptz not null,
  points int not null check (points > 0),
  counted_at timestamptz not null,
  quashed_at timestamptz
);
create index penalty_points_holder on transport.penalty_points (holder, at);

-- Which licence a signed document shows, so that a phone can tell from the code on it whether it still holds. Key: the document's number.
create table transport.licence_document (
  document text primary key,
  holder text not null,
  class text not null
);
create index licence_document_holder on transport.licence_document (holder);

grant select, insert on transport.device, transport.lent_number, transport.ticket, transport.held_ticket, transport.penalty_points,
  transport.licence_document to ceiba_app;
grant update (seen_at, revoked_at, revoked_by) on transport.device to ceiba_app;
grant update (used_at) on transport.lent_number to ceiba_app;
grant update (closed_at, closed_by, note) on transport.held_ticket to ceiba_app;
grant update (counted_at, quashed_at) on transport.penalty_points to ceiba_app;
