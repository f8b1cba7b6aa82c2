-- Volumes and what the database knows of their bytes. The bytes themselves live in the volume's store.
create table if not exists nullspace.volumes (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  name text not null,
  store text not null check (store in ('directory', 'image')),
  -- Null: the team's cap, else the deployment's default.
  max_size_bytes bigint check (max_size_bytes > 0),
  max_file_count bigint check (max_file_count > 0),
  max_mounts integer check (max_mounts > 0),
  used_bytes bigint not null default 0,
  trash_bytes bigint not null default 0,
  inode_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_reconciled_at timestamptz,
  -- Set first when a volume is deleted: its bytes go next, its row last, so a crash between leaves work, not waste.
  deleted_at timestamptz
);
create unique index if not exists volumes_name on nullspace.volumes (team_id, name) where deleted_at is null;
alter table nullspace.volumes enable row level security;

create table if not exists nullspace.trash_entries (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  volume_id text not null references nullspace.volumes (id) on delete cascade,
  path text not null,
  type text not null,
  used_bytes bigint not null,
  inode_count bigint not null,
  trashed_at timestamptz not null default now(),
  trashed_by text
);
create index if not exists trash_entries_by_volume on nullspace.trash_entries (volume_id, trashed_at desc);
alter table nullspace.trash_entries enable row level security;

-- A write grant that was spent, with its answer, so that the same request after a lost reply gets the same answer.
create table if not exists nullspace.spent_grants (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  volume_id text not null references nullspace.volumes (id) on delete cascade,
  result jsonb not null,
  expires_at timestamptz not null
);
create index if not exists spent_grants_by_expiry on nullspace.spent_grants (expires_at);
alter table nullspace.spent_grants enable row level security;
