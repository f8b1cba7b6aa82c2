-- What happened. Also the audit trail.
-- `seq` is taken from the team's cursor row inside the writing transaction, and that row stays locked until commit: so the
-- numbers of a team are in commit order and a reader that has seen N can never miss a lower one.
create table if not exists nullspace.event_cursors (
  team_id text primary key references nullspace.teams (id) on delete cascade,
  last_seq bigint not null default 0
);
alter table nullspace.event_cursors enable row level security;

create table if not exists nullspace.events (
  team_id text not null references nullspace.teams (id) on delete cascade,
  seq bigint not null,
  type text not null,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system')),
  actor_name text not null,
  -- No foreign key: the story of a volume outlives it.
  volume_id text,
  data jsonb not null,
  primary key (team_id, seq)
);
create index if not exists events_by_volume on nullspace.events (team_id, volume_id, seq desc);
create index if not exists events_by_time on nullspace.events (at);
alter table nullspace.events enable row level security;
