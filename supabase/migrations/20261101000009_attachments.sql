-- One volume in one sandbox: what was asked for, and how far the reconciler is with it.
create table if not exists nullspace.attachments (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  -- No foreign keys: the story of an attachment outlives both. Deleting a volume waits until none is active.
  volume_id text not null,
  sandbox_id text not null,
  -- The sandbox's machine: only a control plane there can mount.
  host text not null,
  -- The order in which they were asked for.
  position integer not null,
  mount_path text not null,
  subpath text,
  read_only boolean not null default false,
  state text not null check (state in ('requested', 'mounting', 'mounted', 'paused', 'remounting', 'unmounted',
    'releasing', 'released', 'failed')),
  state_since timestamptz not null default now(),
  -- What led to the state, told with the next change.
  cause text not null,
  last_error_code text,
  last_error_message text,
  -- Who keeps the volume from being released.
  holders jsonb not null default '[]',
  -- After this the holders are stopped.
  grace_until timestamptz,
  -- The newest check.
  health jsonb,
  -- The right to the live mount. Null while there is none, so also while paused.
  lease_id text,
  -- One control plane at a time works on it; a crash lets it go when the time is over.
  claimed_by text,
  claimed_until timestamptz,
  -- Not before this is it tried again.
  next_attempt_at timestamptz not null default now(),
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  released_at timestamptz
);
-- Two mounts cannot stand at one path; overlaps are refused under the lock of the sandbox's row.
create unique index if not exists attachments_paths on nullspace.attachments (sandbox_id, mount_path)
  where state <> 'released';
create index if not exists attachments_by_volume on nullspace.attachments (team_id, volume_id, created_at);
create index if not exists attachments_by_sandbox on nullspace.attachments (team_id, sandbox_id, position);
create index if not exists attachments_at_work on nullspace.attachments (next_attempt_at)
  where state in ('requested', 'mounting', 'remounting', 'releasing');
alter table nullspace.attachments enable row level security;

create table if not exists nullspace.health_checks (
  attachment_id text not null references nullspace.attachments (id) on delete cascade,
  team_id text not null references nullspace.teams (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  healthy boolean not null,
  code text,
  message text,
  options text,
  latency_ms double precision,
  primary key (attachment_id, at)
);
alter table nullspace.health_checks enable row level security;

-- Whose story an event is part of, beside the volume's.
alter table nullspace.events add column if not exists sandbox_id text;
alter table nullspace.events add column if not exists attachment_id text;
create index if not exists events_by_sandbox on nullspace.events (team_id, sandbox_id, seq desc)
  where sandbox_id is not null;
create index if not exists events_by_attachment on nullspace.events (team_id, attachment_id, seq desc)
  where attachment_id is not null;
