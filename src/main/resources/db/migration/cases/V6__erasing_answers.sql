-- Closed cases that still have their answers, by service: what retention looks through. An entry is made when a case is closed.
create index case_kept on cases.case_file (service, number, closed_at) where closed_at is not null and person_name <> '';

-- Erases what was answered and written in a case that was closed before then; steps and outcome stay, and who took them in office. The
-- application may change neither letters, notes nor steps but through this.
create function cases.erase(which text, before timestamptz) returns boolean
language plpgsql security definer set search_path = cases, pg_temp as $$
declare
  erased case_file;
begin
  select * into erased from case_file where number = which and closed_at < before and timer_at is null and person_name <> ''
  for update;
  if not found then
    return false;
  end if;
  update case_file set form = '{}', facts = '{}', person_name = '' where number = which;
  update event set input = '{}',
    actor_name = case when actor = erased.person or actor = erased.acted_by then null else actor_name end
  where number = which;
  delete from letter where number = which;
  delete from note where number = which;
  delete from failed_effect where number = which;
  -- Still found by its number. Words are indexed, and the number is one of them in the agency that the case came to first.
  update search set terms = array_to_tsvector(array[agency || ':' || to_char(submitted_at at time zone 'UTC', 'YYMM') || ':'
    || lower(replace(which, '-', ''))])
  where number = which
    and terms @@ (select string_agg(quote_literal(a.agency || ':' || to_char(erased.submitted_at at time zone 'UTC', 'YYMM') || ':'
      || lower(replace(which, '-', ''))), ' | ')::tsquery
      from (select distinct body ->> 'agency' as agency from definition where service = erased.service union select erased.agency) a
      where a.agency is not null);
  if not found then
    update search set terms = ''::tsvector where number = which;
  end if;
  return true;
end
$$;
revoke all on function cases.erase(text, timestamptz) from public;
grant execute on function cases.erase(text, timestamptz) to ceiba_app;
