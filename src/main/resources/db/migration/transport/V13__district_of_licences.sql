-- In which district the holder lived when a licence was registered, as the register of people said: a code of belize/districts.yaml, empty when nobody knows. Nothing
-- else of his address is kept; it serves figures only.
alter table transport.entitlement add column district text not null default '';
