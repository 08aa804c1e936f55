-- The name that colleagues read of one who holds an office.
alter table access.appointment add column name text;
