-- Whom a sign-in at a party is about when who signed in acts for somebody: the person's or company's identifier. No new rows. Found by it when
-- all that is open for somebody ends.
alter table identity.authorization_given add column represented uuid;
create index authorization_given_represented on identity.authorization_given (represented) where represented is not null;

-- From which parties' names for a company are made, as a person's from his. No new rows.
alter table identity.company add column id uuid not null default gen_random_uuid();
create unique index company_id on identity.company (id);

-- Who gave a consent for somebody for whom he acts, and on which ground; null for who answered himself. Beside his own answer each who acts for
-- somebody has one of each party, so some thousand rows more.
alter table identity.consent add column given_by uuid,
  add column ground text check (ground in ('PARENT', 'COURT', 'OFFICER', 'DELEGATION', 'ASSISTANT')),
  add check ((given_by is null) = (ground is null)),
  add check (given_by <> person);
drop index identity.consent_in_force;
create unique index consent_in_force on identity.consent (person, client, given_by) nulls not distinct where ended_at is null;
create index consent_given_by on identity.consent (given_by, given_at) where given_by is not null;
