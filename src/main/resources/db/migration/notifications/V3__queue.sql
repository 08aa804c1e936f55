-- Notices of which no deliveries have been made yet; a row lives for a fraction of a second, and a few thousand wait when a
-- process was away. Beside notice, so that a notice is written once and its indexes are not touched again when it is spread.
-- Key: notice.
create table notifications.unspread (
  notice bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
insert into notifications.unspread (notice) select id from notifications.notice where not spread;

create function notifications.queue() returns trigger language plpgsql as $$
begin
  insert into notifications.unspread (notice) select id from added;
  return null;
end $$;
-- One for each statement, however many notices it adds.
create trigger notice_queued after insert on notifications.notice
  referencing new table as added for each statement execute function notifications.queue();

alter table notifications.notice drop column spread;

-- An update is only for locking.
grant select, insert, update, delete on notifications.unspread to ceiba_app;
