-- What goes into an archive of chosen entries: up to a thousand paths, which no URL can carry. Its grant names the row.
create table if not exists nullspace.download_selections (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  volume_id text not null references nullspace.volumes (id) on delete cascade,
  paths jsonb not null,
  expires_at timestamptz not null
);
create index if not exists download_selections_by_expiry on nullspace.download_selections (expires_at);
alter table nullspace.download_selections enable row level security;
