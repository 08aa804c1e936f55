-- What witnesses have signed: that a checkpoint is consistent with all that they saw of this log before
-- (docs/adr/0144-witness.md). One row for each checkpoint and witness that cosigned it: at most one in ten seconds and witness, 3.2
-- million a year each; append-only; the key leads to a witness's newest, and the index to all of a checkpoint. Not partitioned: read
-- by key only.
create table audit.cosignature (
  witness text not null,
  size bigint not null,
  line text not null,
  primary key (witness, size)
);

create index cosignature_size on audit.cosignature (size);

create trigger append_only before update or delete on audit.cosignature for each row execute function audit.refuse();
create trigger no_truncate before truncate on audit.cosignature for each statement execute function audit.refuse();

grant select, insert on audit.cosignature to ceiba_app;
