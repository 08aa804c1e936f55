-- Visitors: foreigners with a number, who registered with a passport or were registered at the border. They are people of the register like all, and
-- this row says that they are no residents. Some 100,000 a year at most; one of whom nothing is held is forgotten after some time without use, so
-- the table grows with those who paid, applied or were decided of. A larger state partitions by hash of number. Key: number.
create table identity.visitor (
  number text primary key references identity.person (number),
  -- As ICAO codes it.
  nationality text not null,
  registered_at timestamptz not null,
  -- The agency whose officer held the passport last, or null for who registered himself and was not seen.
  seen_by text,
  seen_at timestamptz,
  -- The last sign-in, or look of an officer.
  used_at timestamptz not null,
  check ((seen_by is null) = (seen_at is null))
);
create index visitor_used on identity.visitor (used_at);

-- Their passports: each is one person's, who may have had several. Key: issuer and number.
create table identity.visitor_document (
  issuer text not null,
  document text not null,
  number text not null references identity.visitor (number),
  expiry date not null,
  known_at timestamptz not null,
  primary key (issuer, document)
);
create index visitor_document_number on identity.visitor_document (number, known_at desc);

-- Registrations under way: the address that is to be proved, and whether it was. A row lives for minutes. Key: digest of a random cookie.
create table identity.visitor_proof (
  cookie_hash bytea primary key,
  email text not null,
  code_mac bytea not null,
  tries int not null default 0,
  proved boolean not null default false,
  until timestamptz not null
);
create index visitor_proof_until on identity.visitor_proof (until);

-- Some passports say no sex.
alter table identity.person drop constraint person_sex_check, add constraint person_sex_check check (sex in ('F', 'M', 'X'));

-- Numbers of visitors who were forgotten, and nothing else of them: never given again.
create table identity.forgotten_number (
  number text primary key
);

-- Whether a number was somebody's who is not in the register any more, so that it is never given again.
create or replace function identity.is_former(p_number text) returns boolean
  language sql stable security definer set search_path = identity, pg_temp
  as 'select exists (select from adoption where former = p_number) or exists (select from forgotten_number where number = p_number)';

create or replace function identity.refuse_former() returns trigger
  language plpgsql security definer set search_path = identity, pg_temp
  as $$
begin
  if exists (select from fresh join adoption on adoption.former = fresh.number)
      or exists (select from fresh join forgotten_number f on f.number = fresh.number) then
    raise unique_violation using message = 'an identity number was given before', constraint = 'person_number_key';
  end if;
  return null;
end
$$;

-- Deletes a visitor and all that he signed in with. What else refers to him keeps him: then nothing happens and this fails.
create function identity.forget_visitor(p_number text, p_unused_since timestamptz) returns boolean
  language plpgsql security definer set search_path = identity, pg_temp
  as $$
declare
  v_id uuid;
begin
  select p.id into v_id from person p join visitor v on v.number = p.number
    where p.number = p_number and v.used_at < p_unused_since for update of p, v;
  if v_id is null then
    return false;
  end if;
  delete from challenge where number = p_number;
  delete from failed_try where number = p_number;
  delete from device_link where person = v_id;
  delete from passkey_ceremony where person = v_id;
  delete from backchannel_request where person = v_id;
  delete from authorization_given where represented = v_id or principal = v_id::text;
  delete from virtual_number where person = p_number;
  delete from verification where person = v_id;
  delete from consent where person = v_id;
  delete from passkey where person = v_id;
  delete from passkey_user where person = v_id;
  delete from device where person = v_id;
  delete from visitor_document where number = p_number;
  delete from visitor where number = p_number;
  insert into forgotten_number (number) values (p_number);
  delete from person where number = p_number;
  return true;
end
$$;
revoke all on function identity.forget_visitor from public;
grant execute on function identity.forget_visitor to ceiba_app;

grant select, insert, update on identity.visitor, identity.visitor_document to ceiba_app;
grant select, insert, update, delete on identity.visitor_proof to ceiba_app;
