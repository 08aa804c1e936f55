-- Flyway runs this as the owner after each migration run, hence at the first start of a month, a version or a cluster: the
-- application may not make tables.
select audit.make_partitions(24);
select audit.continue_era();
