-- What reconciling usage against the disk needs.
-- `usage_version` grows with every change that the API makes to the usage: a walk of the disk counts only when no write was
-- committed while it went on. `reconcile_claimed_until` keeps two replicas from walking the same volume.
alter table nullspace.volumes add column if not exists usage_version bigint not null default 0;
alter table nullspace.volumes add column if not exists reconcile_claimed_until timestamptz;
create index if not exists volumes_by_reconciliation on nullspace.volumes (last_reconciled_at nulls first) where deleted_at is null;
