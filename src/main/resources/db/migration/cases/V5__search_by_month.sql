-- Words are kept with the month in which the case came (police:2611:cal), so that a search reads the newest months and stops when
-- the page is full. Putting all words into a new index is faster than changing each in the old one.
drop index cases.search_terms;
update cases.search set terms = array_to_tsvector(array(
  select agency || ':' || to_char(submitted_at at time zone 'UTC', 'YYMM') || substr(word, length(agency) + 1)
  from unnest(tsvector_to_array(terms)) as word));
create index search_terms on cases.search using gin (terms) with (fastupdate = on, gin_pending_list_limit = 128);
