-- Whether a birth of that mother, day and order was registered and sealed: as it was entered, or as it was corrected before it was sealed.
create or replace function civilregistry.is_sealed_birth(p_mother text, p_born_on text, p_order text) returns boolean
  language sql stable security definer set search_path = civilregistry, pg_temp
  as 'select exists (select from sealed_person p join entry e using (book, number)
      cross join lateral (select coalesce(jsonb_object_agg(c ->> ''field'', c -> ''new'' order by a.sequence), ''{}'') as changes
        from annotation a cross join jsonb_array_elements(a.changes) c where a.book = e.book and a.number = e.number) corrected
      cross join lateral (values (e.facts), (e.facts || corrected.changes)) said (facts)
      where p.person = p_mother and said.facts ->> ''mother_number'' = p_mother and said.facts ->> ''born_on'' = p_born_on
        and coalesce(said.facts ->> ''birth_order'', ''1'') = p_order)';
