-- When a part of a carrier's list was sent: one that was lost of an older list does not keep a later one open. What came before counts as it did.
alter table border.voyage_part add column said_at timestamptz not null default 'infinity';
alter table border.voyage_part alter column said_at drop default;
