-- What the register answered about a case and what officers judged of it go when the case's answers do; the application may take neither
-- away but so.
create function policerecords.forget(which text) returns void
language sql security definer set search_path = policerecords, pg_temp as $$
  delete from judgement where case_number = which;
  delete from screening where case_number = which;
$$;
revoke all on function policerecords.forget(text) from public;
grant execute on function policerecords.forget(text) to ceiba_app;
