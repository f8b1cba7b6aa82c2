-- Resumable uploads. Their bytes lie in the staging of the volume, one sparse file each.
create table if not exists nullspace.uploads (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  volume_id text not null references nullspace.volumes (id) on delete cascade,
  kind text not null check (kind in ('file', 'directory_tar')),
  source_kind text not null,
  target_path text not null,
  content_length bigint not null check (content_length >= 0),
  part_size bigint not null check (part_size > 0),
  part_count integer not null check (part_count > 0),
  conflict text not null check (conflict in ('merge', 'replace', 'error')),
  whole_checksum_sha256 text,
  metadata jsonb not null default '{}',
  reserved_bytes bigint not null,
  -- `open`: parts are taken; how far it is follows from them.
  status text not null check (status in ('open', 'completing', 'completed', 'aborted', 'expired', 'failed')),
  published_bytes bigint,
  published_file_count integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- One control plane at a time completes it; a crash lets it go when the time is over.
  claimed_by text,
  claimed_until timestamptz
);
create index if not exists uploads_by_team on nullspace.uploads (team_id) where status in ('open', 'completing');
create index if not exists uploads_by_volume on nullspace.uploads (volume_id);
create index if not exists uploads_by_expiry on nullspace.uploads (expires_at);
alter table nullspace.uploads enable row level security;

-- A part that is on the disk for good.
create table if not exists nullspace.upload_parts (
  upload_id text not null references nullspace.uploads (id) on delete cascade,
  number integer not null,
  size bigint not null,
  sha256 text not null,
  primary key (upload_id, number)
);
alter table nullspace.upload_parts enable row level security;
