-- Files into which old messages were written before they were cleared here. One a night; each names the one before by its digest. Key: id.
create table xroad.archive (
  id bigint generated always as identity primary key,
  file text not null unique,
  -- The last link of its chain, in hexadecimal: what the next one begins with.
  link text not null,
  first_message bigint not null,
  last_message bigint not null,
  messages int not null,
  made_at timestamptz not null
);
create index message_signature on xroad.message (signature) where signature is not null;
create index signature_stamp on xroad.signature (stamp) where stamp is not null;

grant select, insert on xroad.archive to ceiba_app;
grant delete on xroad.message, xroad.signature, xroad.stamp to ceiba_app;
