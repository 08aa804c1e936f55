-- Null at a node of Customs, which is told of declarations and not in which language they were filled in.
alter table border.declaration alter column language drop not null;
