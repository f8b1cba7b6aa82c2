-- Grants for the files of a sandbox name no volume.
alter table nullspace.spent_grants alter column volume_id drop not null;
alter table nullspace.download_selections alter column volume_id drop not null;
