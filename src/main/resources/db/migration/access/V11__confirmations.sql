-- What one who acts for somebody wants done and another has to confirm, because a court's order or a company's statutes name both. A row
-- each, a few thousand a year for Belize, deleted three months later; keyed by whom it is for and what is to be done.
create table access.confirmation (
  represented text not null,
  -- What is to be done, as its room names it.
  key text not null,
  -- SHA-256 of its content: what was changed since is asked anew.
  fingerprint bytea not null,
  -- Where it is read, and what it is called, in each language.
  path text not null,
  title jsonb not null,
  matter text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  until timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  primary key (represented, key),
  -- Two pairs of eyes, whatever the code does.
  check (confirmed_by <> asked_by),
  check ((confirmed_by is null) = (confirmed_at is null))
);
create index confirmation_until on access.confirmation (until);
grant select, insert, delete on access.confirmation to ceiba_app;
grant update (fingerprint, path, title, matter, asked_by, asked_by_name, asked_at, until, confirmed_by, confirmed_at)
  on access.confirmation to ceiba_app;
