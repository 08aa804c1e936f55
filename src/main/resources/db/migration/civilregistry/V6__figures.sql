-- What statistics count of births that were sealed: so that no figure changes when a child is adopted. A row an adoption; with no entry, number or
-- name, and days only as months, so that nothing leads from it to anybody. Never changed and never deleted. Key: id.
create table civilregistry.sealed_figure (
  id bigint generated always as identity primary key,
  kind text not null,
  happened_month date not null,
  registered_month date not null,
  -- 0, 31 or 366: within 30 days, within a year, or later.
  late_days int not null check (late_days in (0, 31, 366)),
  district text,
  home_district text,
  sex text,
  mother_age text
);
grant select, insert on civilregistry.sealed_figure to ceiba_app;

-- All that statistics count, one row an event, by what they count it.
create view civilregistry.counted with (security_invoker = true) as
  select r.kind, r.happened_on, e.registered_at, null::int as late_days, r.district, r.facts ->> 'home_district' as home_district,
    nullif(r.facts ->> 'sex', 'unknown') as sex,
    extract(year from age(r.happened_on, (r.facts ->> 'mother_born_on')::date))::int::text as mother_age,
    coalesce(extract(year from age(r.happened_on, (r.facts ->> 'dead_born_on')::date))::int::text, r.facts ->> 'age') as age_at_death,
    left(r.facts ->> 'cause_code', 3) as cause
  from civilregistry.reading r join civilregistry.entry e using (book, number) where not r.annulled
  union all
  -- The middle of a month is in that month in every time zone.
  select kind, happened_month, registered_month::timestamp at time zone 'UTC' + interval '15 days', late_days, district, home_district, sex,
    mother_age, null, null
  from civilregistry.sealed_figure;
grant select on civilregistry.counted to ceiba_app;
