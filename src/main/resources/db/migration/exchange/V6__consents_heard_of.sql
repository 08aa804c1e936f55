-- Consents that another agency's node says to have: known here so that the person sees them and can take them back here as well. Who gave such a
-- one is known there.
alter table exchange.consent add column heard_from text;
alter table exchange.consent alter column given_by drop not null;
alter table exchange.consent add check ((given_by is null) = (heard_from is not null));
