-- In which session a party was told who signed in, so that it is told when that ends.
alter table identity.authorization_given add column session uuid;
create index authorization_given_session on identity.authorization_given (session) where session is not null;
