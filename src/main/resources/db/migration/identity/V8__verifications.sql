-- What was verified about people, by whom, with which evidence and when, after OpenID Identity Assurance Schema Definition 1.0. One row
-- each time: two or three a person at first, one more with each new document or life event, about a million for Belize. Rows are never
-- deleted or changed, but for when the register ceased to stand by one: what was known on a day can be told for ever. Partitioned by
-- hash of person in a larger state. Key: id; read by person.
create table identity.verification (
  id uuid primary key,
  person uuid not null references identity.person (id),
  trust_framework text not null,
  assurance_level text not null check (assurance_level in ('low', 'substantial', 'high')),
  verified_at timestamptz not null,
  -- By which the one who verified finds it again.
  process text not null,
  -- The agency.
  source text not null,
  evidence jsonb not null check (jsonb_typeof(evidence) = 'array'),
  claims jsonb not null check (jsonb_typeof(claims) = 'object'),
  -- Since when what it says is so.
  valid_from date not null,
  -- From when to when the register stood by it.
  known_from timestamptz not null,
  known_until timestamptz check (known_until >= known_from)
);
create index verification_person on identity.verification (person);
grant select, insert on identity.verification to ceiba_app;
grant update (known_until) on identity.verification to ceiba_app;

-- Who is in the register already: what it says of him is a record, and who has a password was appointed in person by his agency.
insert into identity.verification (id, person, trust_framework, assurance_level, verified_at, process, source, evidence, claims, valid_from,
  known_from)
select gen_random_uuid(), p.id, 'bz_identity', case when w.number is null then 'low' else 'substantial' end, now(), 'register/' || p.id, 'egov',
  jsonb_build_array(jsonb_build_object('type', 'electronic_record', 'check_details', jsonb_build_array(jsonb_build_object('check_method',
    'data')), 'record', jsonb_build_object('type', 'population_register', 'source', jsonb_build_object('name', 'Ministry of E-Governance',
    'country_code', 'BLZ')))) || case when w.number is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object('type', 'vouch',
    'check_details', jsonb_build_array(jsonb_build_object('check_method', 'pvp')), 'attestation', jsonb_build_object('type',
    'written_attestation'))) end,
  jsonb_strip_nulls(jsonb_build_object('given_name', p.given, 'middle_name', p.middle, 'family_name', p.family, 'birth_family_name',
    p.birth_name, 'birthdate', p.birth_date::text, 'gender', case p.sex when 'F' then 'female' else 'male' end, 'place_of_birth',
    jsonb_build_object('locality', p.birth_place, 'country', 'BLZ'))), p.birth_date, now()
from identity.person p left join identity.password w on w.number = p.number;
