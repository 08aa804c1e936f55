-- What the client said of its file when it announced it (tus 1.0.0, header Upload-Metadata); given back as it came.
alter table documents.upload add column metadata text;
