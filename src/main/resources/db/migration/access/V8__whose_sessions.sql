-- Whose a session is, so that all of one person can be ended on all processes at once: the identity number of who is signed in at the
-- portal, of the one he acts for, and by what name the provider knows who signed in there. They change as seldom as who is signed in,
-- so a session that is merely used needs no new entry in their indexes.
alter table access.session
  add column person text,
  add column represented text,
  add column principal text;
update access.session s set person = p.person, represented = p.represented
from access.past_session p
where s.hash = rtrim(translate(encode(p.session_hash, 'base64'), '+/', '-_'), '=');
create index session_person on access.session (person) where person is not null;
create index session_represented on access.session (represented) where represented is not null;
create index session_principal on access.session (principal) where principal is not null;
