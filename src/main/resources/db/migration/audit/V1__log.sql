-- The log. Nothing here is ever updated or deleted: triggers refuse it to everybody, the owner included. The owner may
-- drop the triggers; that is what the signed checkpoints are for (docs/adr/0020-audit-log.md).

-- One row per thing done, in the transaction that did it. Grows by some five rows a case and one per page that staff
-- read: the largest table of the house. Partitioned by month of "at"; afterMigrate.sql makes the months of the next two
-- years, and entry_default holds what lies outside them. Shard key when one primary is too small: seq; a
-- log per shard, each with its own checkpoints.
--
-- Writers take no lock and read nothing: txid says in which transaction the row was written, so that the sealer can wait
-- until no transaction with a smaller one is open, and skips none that commits late.
create table audit.entry (
  era int not null default 0,
  seq bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  event text not null,
  actor text not null,
  actor_name text,
  agency text,
  subject text,
  case_number text,
  purpose text,
  detail jsonb not null,
  primary key (era, txid, seq, at)
) partition by range (at);

create index entry_at on audit.entry using brin (at);
create index entry_subject on audit.entry (subject, seq) where subject is not null;
create index entry_case_number on audit.entry (case_number, seq) where case_number is not null;
-- What staff did; a citizen's own acts are found by subject.
create index entry_actor on audit.entry (actor, seq) where agency is not null;

create table audit.entry_default partition of audit.entry default;

-- Transaction numbers rise only within one cluster: a dump that is restored into another one starts lower. Then a new era
-- begins, and entries are ordered by era, transaction and number. A handful of rows in the log's life.
create table audit.era (
  era int primary key,
  began timestamptz not null
);
insert into audit.era (era, began) values (0, now());

-- One row per sealed entry, in the order of the Merkle tree; index counts from 0. Narrow, append-only, and read in the
-- order of its key or by one number, so it needs no partitions before some billions of rows; then by range of index.
create table audit.leaf (
  index bigint primary key,
  seq bigint not null unique,
  era int not null,
  txid xid8 not null,
  hash bytea not null,
  chain bytea not null
);

-- One row per second in which something was sealed, at most 31.5 million a year; not partitioned: read by key only.
-- The note is the signed statement (C2SP tlog-checkpoint); frontier are the hashes of the perfect subtrees of which the
-- tree of that size consists, largest first, from which the next checkpoint goes on.
create table audit.checkpoint (
  size bigint primary key,
  at timestamptz not null,
  root bytea not null,
  frontier bytea not null,
  note text not null
);

create function audit.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % of % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete on audit.entry for each row execute function audit.refuse();
create trigger append_only before update or delete on audit.era for each row execute function audit.refuse();
create trigger append_only before update or delete on audit.leaf for each row execute function audit.refuse();
create trigger append_only before update or delete on audit.checkpoint for each row execute function audit.refuse();
create trigger no_truncate before truncate on audit.entry for each statement execute function audit.refuse();
create trigger no_truncate before truncate on audit.entry_default for each statement execute function audit.refuse();
create trigger no_truncate before truncate on audit.era for each statement execute function audit.refuse();
create trigger no_truncate before truncate on audit.leaf for each statement execute function audit.refuse();
create trigger no_truncate before truncate on audit.checkpoint for each statement execute function audit.refuse();

-- Makes the partitions from this month to the given number of months ahead, where there are none. A month of which rows
-- lie in entry_default already stays there: moving them would need the triggers off.
create function audit.make_partitions(months int) returns void language plpgsql as $$
declare
  first date := date_trunc('month', now() at time zone 'UTC');
  month date;
  name text;
  outside boolean;
begin
  for month in select generate_series(first, first + make_interval(months => months), interval '1 month')::date loop
    name := 'entry_' || to_char(month, 'YYYY_MM');
    select exists (
      select from audit.entry_default
      where at >= month::timestamp at time zone 'UTC'
        and at < (month + interval '1 month')::timestamp at time zone 'UTC')
      into outside;
    if to_regclass('audit.' || name) is null and not outside then
      execute format('create table audit.%I partition of audit.entry for values from (%L) to (%L)', name,
        to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
      execute format('create trigger no_truncate before truncate on audit.%I for each statement execute function audit.refuse()', name);
    end if;
  end loop;
end $$;

-- Begins a new era when the log holds transactions that this cluster has not begun.
create function audit.continue_era() returns void language plpgsql as $$
declare
  newest record;
begin
  select era, txid >= pg_snapshot_xmax(pg_current_snapshot()) as foreign_to_this_cluster into newest
    from audit.entry order by era desc, txid desc limit 1;
  if newest.foreign_to_this_cluster then
    insert into audit.era (era, began) values (newest.era + 1, now()) on conflict do nothing;
    execute format('alter table audit.entry alter column era set default %s', newest.era + 1);
  end if;
end $$;

-- The application can choose neither an entry's number nor its transaction nor its era: those columns are not granted.
grant select on audit.entry to ceiba_app;
grant select on audit.era to ceiba_app;
grant insert (at, event, actor, actor_name, agency, subject, case_number, purpose, detail) on audit.entry to ceiba_app;
grant select, insert on audit.leaf to ceiba_app;
grant select, insert on audit.checkpoint to ceiba_app;
