-- The scheduler's table, as db-scheduler 16 expects it. Rows live for seconds (jobs) or until a deadline (timers); it
-- needs no partitions: finished rows are deleted.
create table kernel.scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by text,
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  state text,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on kernel.scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on kernel.scheduled_tasks (last_heartbeat);

grant select, insert, update, delete on kernel.scheduled_tasks to ceiba_app;
