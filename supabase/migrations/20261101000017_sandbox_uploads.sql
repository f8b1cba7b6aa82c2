-- Resumable uploads into a sandbox. Their bytes lie in the data directory, where no sandbox reaches, until they are complete.
alter table nullspace.uploads alter column volume_id drop not null;
alter table nullspace.uploads
  add column if not exists sandbox_id text references nullspace.sandboxes (id) on delete cascade;
-- What was about to be put in place there, told apart by its inode: after a crash it says whether it was.
alter table nullspace.uploads add column if not exists placed_inode text;
alter table nullspace.uploads drop constraint if exists uploads_one_root;
alter table nullspace.uploads add constraint uploads_one_root check (num_nonnulls(volume_id, sandbox_id) = 1);
create index if not exists uploads_by_sandbox on nullspace.uploads (sandbox_id, created_at desc, id desc)
  where sandbox_id is not null;
