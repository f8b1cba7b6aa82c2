-- A change of a sandbox that takes time, written down before it begins: whoever finds it after a crash finishes it.
alter table nullspace.sandboxes
  add column if not exists operation text
    check (operation in ('pause', 'resume', 'hibernate', 'snapshot', 'destroy')),
  -- What led to it, told with the change.
  add column if not exists operation_cause text,
  -- The snapshot that it makes.
  add column if not exists operation_snapshot_id text;
create index if not exists sandboxes_at_work on nullspace.sandboxes (host)
  where status = 'creating' or operation is not null;

-- Why the files were saved: one made for a fork goes again once the fork has them.
alter table nullspace.snapshots
  add column if not exists purpose text not null default 'snapshot'
    check (purpose in ('snapshot', 'hibernate', 'fork'));
