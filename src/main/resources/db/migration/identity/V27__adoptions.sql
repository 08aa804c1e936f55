-- Adoptions of which the register was told: which number ended and which began. The only place that links the two. The application adds rows by the
-- function seal_former and can read none. A row an adoption, some 50 a year for Belize; never changed and never deleted. Key: the source and
-- its own identifier of the event.
create table identity.adoption (
  source text not null,
  event text not null,
  fingerprint bytea not null,
  former text not null unique,
  person text not null unique references identity.person (number),
  happened_on date not null,
  reference text not null,
  told_by text not null,
  told_by_name text,
  received_at timestamptz not null,
  primary key (source, event)
);

-- All that the register had under numbers that ended with an adoption, row by row as it stood. It is moved here, so that no query, index or copy finds
-- it, whoever writes it; the application has no right to this table. Some twenty rows an adoption; never changed and never deleted. Key: id.
create table identity.sealed_row (
  id bigint generated always as identity primary key,
  former text not null,
  place text not null,
  content jsonb not null
);
create index sealed_row_former on identity.sealed_row (former);

-- Whether a number was somebody's whose records are sealed, so that it is never given again.
create function identity.is_former(p_number text) returns boolean
  language sql stable security definer set search_path = identity, pg_temp
  as 'select exists (select from adoption where former = p_number)';

-- The same for numbers that are entered together, at the price of one look a statement.
create function identity.refuse_former() returns trigger
  language plpgsql security definer set search_path = identity, pg_temp
  as $$
begin
  if exists (select from fresh join adoption on adoption.former = fresh.number) then
    raise unique_violation using message = 'an identity number was given before', constraint = 'person_number_key';
  end if;
  return null;
end
$$;
create trigger refuse_former after insert on identity.person
  referencing new table as fresh for each statement execute function identity.refuse_former();

-- Of an event that was told before, what it said and about whom, wherever it is kept: so that told again it is known.
create function identity.event_told(p_source text, p_event text) returns table (fingerprint bytea, person text)
  language sql stable security definer set search_path = identity, pg_temp
  as 'select l.fingerprint, l.person from life_event l where l.source = p_source and l.event = p_event
      union all select a.fingerprint, a.person from adoption a where a.source = p_source and a.event = p_event
      union all select decode(substr(s.content ->> ''fingerprint'', 3), ''hex''), s.former from sealed_row s
        where s.place = ''life_event'' and s.content ->> ''source'' = p_source and s.content ->> ''event'' = p_event';
create index sealed_row_event on identity.sealed_row ((content ->> 'source'), (content ->> 'event')) where place = 'life_event';

-- Notes an adoption and moves away all that the register has under the number until then, the person too.
create function identity.seal_former(p_source text, p_event text, p_fingerprint bytea, p_former text, p_person text, p_on date,
    p_reference text, p_by text, p_by_name text, p_at timestamptz) returns void
  language plpgsql security definer set search_path = identity, pg_temp
  as $$
declare
  v_id uuid;
  v_place text;
  v_which text;
begin
  select id into strict v_id from person where number = p_former;
  delete from challenge where number = p_former;
  delete from failed_try where number = p_former;
  delete from device_link where person = v_id;
  delete from passkey_ceremony where person = v_id;
  delete from backchannel_request where person = v_id;
  delete from authorization_given where represented = v_id or principal = v_id::text;
  for v_place, v_which in select * from (values
      ('annulment', '(source, event) in (select source, event from life_event where person = $1)'),
      ('life_event', 'person = $1'),
      ('relation', '$1 in (number, relative)'),
      ('guardianship', '$1 in (guardian, ward)'),
      ('mandate', '$1 in (actor, person)'),
      ('virtual_number', 'person = $1'),
      ('password', 'number = $1'),
      ('verification', 'person = $2'),
      ('consent', '$2 in (person, given_by)'),
      ('card', 'person = $2 or request in (select id from counter_request where person = $2)'),
      ('counter_request', 'person = $2'),
      ('passkey', 'person = $2'),
      ('passkey_user', 'person = $2'),
      ('device', 'person = $2'),
      ('person', 'number = $1')) as kept (place, which)
  loop
    execute format('with gone as (delete from identity.%I where %s returning *)
      insert into identity.sealed_row (former, place, content) select $1, %L, to_jsonb(gone) from gone', v_place, v_which, v_place)
      using p_former, v_id;
  end loop;
  insert into adoption (source, event, fingerprint, former, person, happened_on, reference, told_by, told_by_name, received_at)
    values (p_source, p_event, p_fingerprint, p_former, p_person, p_on, p_reference, p_by, p_by_name, p_at);
end
$$;

revoke all on function identity.is_former, identity.refuse_former, identity.event_told, identity.seal_former from public;
grant execute on function identity.is_former, identity.event_told, identity.seal_former to ceiba_app;
