-- Who began an upload, so that they can find it again and go on: the id of a person or of an API key.
alter table nullspace.uploads add column if not exists created_by text;
create index if not exists uploads_unfinished on nullspace.uploads (volume_id, created_at desc, id desc)
  where status in ('open', 'completing');
