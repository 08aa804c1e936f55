-- Checked anew with every change of a row, so only what is cheap to check: hashes come from our own code.
alter table documents.file drop constraint file_sha256_check;
alter table documents.file add constraint file_sha256_check check (length(sha256) = 64);
