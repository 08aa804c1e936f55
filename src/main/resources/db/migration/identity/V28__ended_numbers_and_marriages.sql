-- A number may end while nobody died: because the entry of the birth by which it was given is annulled. The row stays, so that the number is never
-- given again. What was registered twice says under which number the person goes on.
alter table identity.person
  drop constraint person_status_check,
  add constraint person_status_check check (status in ('ACTIVE', 'DECEASED', 'ENDED')),
  add column ended_on date,
  add column ended_why text check (ended_why in ('DUPLICATE', 'ERROR', 'FRAUD')),
  -- Forgotten when that one is adopted.
  add column goes_on_as text references identity.person (number) on delete set null,
  add constraint person_ended_check check ((status = 'ENDED') = (ended_on is not null) and (ended_on is null) = (ended_why is null)),
  add constraint person_goes_on_check check (goes_on_as is null or (ended_why = 'DUPLICATE' and goes_on_as <> number));
create index person_goes_on_as on identity.person (goes_on_as) where goes_on_as is not null;

-- Whatever the code does: who was entered by mistake is entered anew, under another number, and an end is not taken back unseen.
create function identity.keep_ended() returns trigger
  language plpgsql set search_path = identity, pg_temp
  as $$
begin
  raise check_violation using message = 'an identity number that ended does not come back';
end
$$;
create trigger keep_ended before update of status, ended_on, ended_why on identity.person
  for each row when (old.status = 'ENDED') execute function identity.keep_ended();

alter table identity.life_event drop constraint life_event_kind_check,
  add constraint life_event_kind_check check (kind in ('BIRTH', 'DEATH', 'MARRIAGE', 'NAME', 'NATURALISATION', 'RESIDENCE', 'GUARDIANSHIP',
    'GUARDIANSHIP_END', 'MARRIAGE_END', 'NUMBER_END'));
alter table identity.guardianship drop constraint guardianship_ended_why_check,
  add constraint guardianship_ended_why_check check (ended_why in ('AGE', 'TIME', 'DEATH', 'REVOKED', 'NUMBER'));
alter table identity.mandate drop constraint mandate_ended_why_check,
  add constraint mandate_ended_why_check check (ended_why in ('TIME', 'DEATH', 'WITHDRAWN', 'DECLINED', 'GIVEN_UP', 'LEFT', 'NUMBER', 'DIVORCE'));

-- Who were married stay partial to one another, and curious of one another, though they are no family any more.
alter table identity.relation drop constraint relation_kind_check,
  add constraint relation_kind_check check (kind in ('PARENT', 'CHILD', 'SIBLING', 'SPOUSE', 'FORMER_SPOUSE'));
