-- For which access token another one was given in exchange (RFC 8693), by its SHA-256, or null: the new one is of use as long as that one is, which
-- is looked up by authorization_given_access. One row an exchange, deleted when it has expired, so some ten thousand more; no partitions.
alter table identity.authorization_given add column origin bytea;

-- Owners ask for this grant by themselves, and an officer approves it. No new rows.
grant update (grants) on identity.relying_party to ceiba_app;
