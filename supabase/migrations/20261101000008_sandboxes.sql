-- Sandboxes and what is known of them. Their processes and files live on the machine named by `host`.
create table if not exists nullspace.sandboxes (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  status text not null check (status in ('creating', 'running', 'paused', 'destroyed', 'error')),
  -- Set while paused: frozen keeps the processes, hibernated only the files.
  pause_kind text check (pause_kind in ('frozen', 'hibernated')),
  -- The machine whose runtime has it: only a control plane there can reach it.
  host text not null,
  template text not null,
  vcpus integer not null check (vcpus > 0),
  memory_mb integer not null check (memory_mb > 0),
  disk_mb integer check (disk_mb > 0),
  cwd text not null,
  envs jsonb not null default '{}',
  metadata jsonb not null default '{}',
  timeout_ms bigint check (timeout_ms > 0),
  timeout_action text not null check (timeout_action in ('destroy', 'hibernate')),
  timeout_at timestamptz,
  -- What a hibernated sandbox resumes from, and what a new one was made from.
  snapshot_id text,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  updated_at timestamptz not null default now(),
  status_since timestamptz not null default now(),
  destroyed_at timestamptz,
  -- One control plane at a time drives a change; a crash lets it go when the time is over.
  claimed_by text,
  claimed_until timestamptz
);
create index if not exists sandboxes_by_team on nullspace.sandboxes (team_id, created_at desc, id desc);
create index if not exists sandboxes_by_timeout on nullspace.sandboxes (timeout_at) where timeout_at is not null;
alter table nullspace.sandboxes enable row level security;

create table if not exists nullspace.snapshots (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  -- No foreign key: a snapshot outlives its sandbox.
  sandbox_id text not null,
  host text not null,
  size_bytes bigint not null default 0,
  metadata jsonb not null default '{}',
  -- Settings and mounts of the sandbox at that time, for what is made from it.
  config jsonb not null,
  mounts jsonb not null default '[]',
  created_at timestamptz not null default now(),
  -- Null until its files are whole.
  ready_at timestamptz,
  -- Set first when it is deleted: its files go next, its row last.
  deleted_at timestamptz
);
create index if not exists snapshots_by_team on nullspace.snapshots (team_id, created_at desc, id desc);
alter table nullspace.snapshots enable row level security;

-- What a repeated request with the same Idempotency-Key answers.
create table if not exists nullspace.idempotency_keys (
  team_id text not null references nullspace.teams (id) on delete cascade,
  key text not null,
  -- The operation and the SHA-256 of its input: the same key for something else is refused.
  operation text not null,
  input_hash bytea not null,
  -- Null while the first request is still at work.
  resource_id text,
  created_at timestamptz not null default now(),
  primary key (team_id, key)
);
create index if not exists idempotency_keys_by_time on nullspace.idempotency_keys (created_at);
alter table nullspace.idempotency_keys enable row level security;

-- Each opens one terminal, once, within a minute.
create table if not exists nullspace.terminal_tokens (
  token_hash bytea primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  sandbox_id text not null,
  actor_name text not null,
  expires_at timestamptz not null
);
alter table nullspace.terminal_tokens enable row level security;
