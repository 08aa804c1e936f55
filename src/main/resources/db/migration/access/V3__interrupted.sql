-- An assistant's form is given back only while he acts for the same person again.
alter table access.past_session add column represented text;
alter table access.held_post add column represented text;
-- At which Digital Connect Centre, and the end that a timer brings about once.
alter table access.representation add column centre text not null;
alter table access.representation alter column represented_name set not null;
create index representation_represented on access.representation (represented, asked_at);
