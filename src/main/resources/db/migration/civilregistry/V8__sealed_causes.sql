-- Manner and cause of a death, and who certified it, stand sealed (AES-256-GCM, under a key outside the database) wherever facts are kept. What was
-- entered before is sealed by a job of the application, since a migration has no key; the functions below let it, and nothing else be changed.
create function civilregistry.guarded() returns text[] language sql immutable
  as 'select array[''manner'', ''cause_code'', ''cause'', ''cause_by'']';

-- Whether facts say one of them in clear text.
create function civilregistry.is_clear(p_facts jsonb) returns boolean language sql immutable
  as 'select coalesce(p_facts ->> ''manner'' not like ''sealed:%'', false) or coalesce(p_facts ->> ''cause_code'' not like ''sealed:%'', false)
      or coalesce(p_facts ->> ''cause'' not like ''sealed:%'', false) or coalesce(p_facts ->> ''cause_by'' not like ''sealed:%'', false)';

-- The same of the changes that an annotation made.
create function civilregistry.are_clear(p_changes jsonb) returns boolean language sql immutable
  as 'select exists (select from jsonb_array_elements(p_changes) c where c ->> ''field'' in (''manner'', ''cause_code'', ''cause'', ''cause_by'')
      and (coalesce(c ->> ''old'' not like ''sealed:%'', false) or coalesce(c ->> ''new'' not like ''sealed:%'', false)))';

-- So that what is left is found at once, and nothing is looked through once all is sealed.
create index entry_clear on civilregistry.entry (book, number) where civilregistry.is_clear(facts);
create index reading_clear on civilregistry.reading (book, number) where civilregistry.is_clear(facts);
create index notification_clear on civilregistry.notification (event, sender, number) where civilregistry.is_clear(facts);
create index annotation_clear on civilregistry.annotation (book, number, sequence) where civilregistry.are_clear(changes);

create function civilregistry.seal_entry(p_book text, p_number int, p_facts jsonb) returns void
  language sql security definer set search_path = civilregistry, pg_temp
  as 'update entry set facts = p_facts where book = p_book and number = p_number
        and is_clear(facts) and facts - guarded() = p_facts - guarded() and not is_clear(p_facts)';

create function civilregistry.seal_annotation(p_book text, p_number int, p_sequence int, p_changes jsonb) returns void
  language sql security definer set search_path = civilregistry, pg_temp
  as 'update annotation set changes = p_changes where book = p_book and number = p_number and sequence = p_sequence
        and are_clear(changes) and not are_clear(p_changes) and jsonb_array_length(changes) = jsonb_array_length(p_changes)
        and not exists (select from jsonb_array_elements(changes) with ordinality c (one, n)
          join jsonb_array_elements(p_changes) with ordinality p (one, n) using (n)
          where case when c.one ->> ''field'' = any (guarded()) then c.one - ''old'' - ''new'' <> p.one - ''old'' - ''new'' else c.one <> p.one end)';

create function civilregistry.seal_notification(p_event text, p_sender text, p_number text, p_facts jsonb, p_fingerprint bytea) returns void
  language sql security definer set search_path = civilregistry, pg_temp
  as 'update notification set facts = p_facts, fingerprint = p_fingerprint where event = p_event and sender = p_sender and number = p_number
        and is_clear(facts) and facts - guarded() = p_facts - guarded() and not is_clear(p_facts)';

revoke all on function civilregistry.seal_entry, civilregistry.seal_annotation, civilregistry.seal_notification from public;
grant execute on function civilregistry.seal_entry, civilregistry.seal_annotation, civilregistry.seal_notification to ceiba_app;

-- Deaths are counted by cause outside the database, which can't read it: the sealed code stands in its place.
create or replace view civilregistry.counted with (security_invoker = true) as
  select r.kind, r.happened_on, e.registered_at, null::int as late_days, r.district, r.facts ->> 'home_district' as home_district,
    nullif(r.facts ->> 'sex', 'unknown') as sex,
    extract(year from age(r.happened_on, (r.facts ->> 'mother_born_on')::date))::int::text as mother_age,
    coalesce(extract(year from age(r.happened_on, (r.facts ->> 'dead_born_on')::date))::int::text, r.facts ->> 'age') as age_at_death,
    r.facts ->> 'cause_code' as cause
  from civilregistry.reading r join civilregistry.entry e using (book, number) where not r.annulled
  union all
  select kind, happened_month, registered_month::timestamp at time zone 'UTC' + interval '15 days', late_days, district, home_district, sex,
    mother_age, null, null
  from civilregistry.sealed_figure;
