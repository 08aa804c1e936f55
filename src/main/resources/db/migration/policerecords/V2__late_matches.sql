-- The blocking keys of a certificate's holder, as in person_version, so that a record that comes later finds the valid
-- certificates whose holders it may be about without comparing it with all of them. Null in rows from
-- before, which are compared one by one for the six months in which they are valid.
alter table policerecords.certificate add column match_keys text[];
create index certificate_keys on policerecords.certificate using gin (match_keys);
create index certificate_without_keys on policerecords.certificate (valid_until) where match_keys is null;
