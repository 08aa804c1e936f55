-- When a file was last used in a case: the time for which it is kept counts from then.
alter table documents.file add column used_at timestamptz;
grant update (used_at) on documents.file to ceiba_app;
