-- Agreements between agencies as records: each version with its text, who drafted, signed and ended it. Grows with what agencies agree: some
-- hundred versions a year; not partitioned. Keys are the agreement's name and version. Nothing is ever deleted, and the text of a version never
-- changes: the application may not.

create table exchange.agreement (
  id text not null,
  version int not null check (version >= 1),
  consumer text not null,
  provider text not null,
  service text not null,
  -- The whole agreement as JSON, exactly as it is signed.
  body text not null,
  -- SHA-256 of the body, in hexadecimal.
  digest text not null,
  -- It came in a file with the program, and nobody signed it here.
  from_file boolean not null,
  state text not null check (state in ('DRAFT', 'SIGNED', 'WITHDRAWN')),
  drafted_by text,
  drafted_by_name text,
  drafted_for text,
  drafted_at timestamptz not null,
  -- When both had signed, or it came with the program.
  signed_at timestamptz,
  -- When it was ended before its time, or the draft was withdrawn.
  ended_at timestamptz,
  ended_by text,
  ended_by_name text,
  ended_for text,
  ended_reason text,
  primary key (id, version),
  check (from_file = (drafted_by is null)),
  check ((state = 'SIGNED') = (signed_at is not null)),
  check (state <> 'WITHDRAWN' or ended_at is not null)
);
create unique index agreement_draft on exchange.agreement (id) where state = 'DRAFT';

-- Two a version: the consumer's and the provider's, never by the same person.
create table exchange.signature (
  agreement text not null,
  version int not null,
  side text not null check (side in ('CONSUMER', 'PROVIDER')),
  agency text not null,
  person text not null,
  name text not null,
  -- Of the text that he saw.
  digest text not null,
  at timestamptz not null,
  primary key (agreement, version, side),
  unique (agreement, version, person),
  foreign key (agreement, version) references exchange.agreement
);

-- One row. Counts the changes, so that processes see cheaply whether what they know is old; whoever changes an agreement holds it.
create table exchange.revision (
  one boolean primary key default true check (one),
  n bigint not null
);
insert into exchange.revision (n) values (0);

grant select, insert on exchange.agreement to ceiba_app;
grant update (state, signed_at, ended_at, ended_by, ended_by_name, ended_for, ended_reason) on exchange.agreement to ceiba_app;
grant select, insert on exchange.signature to ceiba_app;
grant select on exchange.revision to ceiba_app;
grant update (n) on exchange.revision to ceiba_app;
