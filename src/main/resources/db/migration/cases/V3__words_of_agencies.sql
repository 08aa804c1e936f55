-- Each word begins with the agency whose case it finds (police:cal), instead of one word for the agency that has to be
-- intersected with all others: a search for a name reads the entries of that name in that agency and nothing else.
update cases.search s
set terms = array_to_tsvector(array(
  select s.agency || ':' || word from unnest(tsvector_to_array(s.terms)) as word where word not like 'agency:%'));
