alter table documents.destruction
  -- Since when it is known that another file or document has the same content, which therefore stays; when the last one goes,
  -- erased_at says so.
  add column still_used_at timestamptz;
grant update (still_used_at) on documents.destruction to ceiba_app;

-- Evidence that said "erased" while something older than the erasure names the same content to this day: it was kept.
update documents.destruction d
set still_used_at = d.erased_at, erased_at = null
where d.erased_at is not null
  and (exists (select from documents.file f
               where f.sha256 = any (d.sha256) and f.at < d.erased_at and f.destroyed_at is null and f.scan <> 'infected')
    or exists (select from documents.document i
               where i.sha256 = any (d.sha256) and i.issued_at < d.erased_at and i.destroyed_at is null));

-- Each agency that has to do with a case may hold it for reasons of its own, and ends only its own hold.
drop index documents.hold_case;
create unique index hold_case on documents.hold (case_number, agency) where ended_at is null;
