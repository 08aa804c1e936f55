-- A file that is larger than the scanner takes is refused: no later scan would end otherwise.
alter table documents.file
  drop constraint file_scan_check,
  add constraint file_scan_check check (scan in ('none', 'waiting', 'clean', 'infected', 'oversize'));
