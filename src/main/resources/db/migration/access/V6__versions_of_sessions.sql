-- Drawn anew with each write, so that a process that knows what was written last need not read it again. Sessions that are there
-- already get one each, too: with the same one for all, what a process knows of one would be taken for another's.
alter table access.session add column version bigint;
update access.session set version = hashtextextended(hash, 0);
alter table access.session alter column version set not null;
