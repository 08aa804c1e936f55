-- Rules of risk, version by version. A published version never changes; some tens. Key: rule and version.
create table border.risk_rule (
  rule text not null check (rule ~ '^[a-z][a-z0-9-]{1,40}$'),
  version int not null,
  title jsonb not null,
  expression text not null,
  reason jsonb not null,
  legal_ground text not null,
  effective_from timestamptz not null,
  effective_until timestamptz,
  state text not null check (state in ('DRAFT', 'LIVE', 'ENDED', 'DECLINED', 'RECALLED')),
  rehearsal jsonb,
  drafted_by text not null,
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  ended_why text,
  primary key (rule, version),
  check (decided_by is null or decided_by <> drafted_by)
);
create unique index risk_rule_live on border.risk_rule (rule) where state = 'LIVE';

-- That a version of a rule referred a traveller to an officer, and on which facts; reversed when the version is recalled. Grows with crossings.
create table border.referral (
  reference text not null references border.screening on delete cascade,
  rule text not null,
  version int not null,
  inputs jsonb not null,
  referred_at timestamptz not null,
  reversed_at timestamptz,
  told_at timestamptz,
  primary key (reference, rule, version),
  foreign key (rule, version) references border.risk_rule
);
create index referral_rule on border.referral (rule, version) where reversed_at is null;
create index referral_untold on border.referral (rule, version) where reversed_at is not null and told_at is null;

-- Customs' own copy of who was referred, kept right by the events that it is told. Key as above.
create table border.customs_referral (
  reference text not null,
  rule text not null,
  version int not null,
  referred_at timestamptz not null,
  reversed_at timestamptz,
  primary key (reference, rule, version)
);

grant select, insert on border.risk_rule, border.referral, border.customs_referral to ceiba_app;
grant update (state, rehearsal, decided_by, decided_by_name, decided_at, ended_by, ended_at, ended_why, effective_until) on border.risk_rule to ceiba_app;
grant update (reversed_at, told_at) on border.referral to ceiba_app;
grant update (reversed_at) on border.customs_referral to ceiba_app;
grant delete on border.referral, border.customs_referral to ceiba_app;
