-- Flyway runs this after each migration run, hence at every start, as the owner: the application may not make tables.
select audit.make_partitions(24);
select audit.continue_era();
