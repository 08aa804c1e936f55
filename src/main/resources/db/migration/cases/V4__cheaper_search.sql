-- A row is written with its case, whose number is unique, and is never looked for by it.
alter table cases.search drop constraint search_pkey;
-- Words of some hundred cases are kept aside and put into the index together, which costs half as much; a search reads those
-- few pages, too.
alter index cases.search_terms set (fastupdate = on, gin_pending_list_limit = 128);
