-- Drawn anew with each write, so that a process that knows what was written last need not read it again.
alter table access.session add column version bigint not null default 0;
alter table access.session alter column version drop default;
