-- Who may do what: teams, their members, invitations and API keys, and the one row about this installation.
-- Row-level security is on everywhere with no policy: only the control plane's own role reaches these rows.
create schema if not exists nullspace;

create table if not exists nullspace.installation (
  id smallint primary key default 1 check (id = 1),
  installation_id text not null,
  grant_key text not null,
  auth_private_jwk jsonb not null,
  setup_token_hash bytea,
  setup_done_at timestamptz,
  created_at timestamptz not null default now()
);
alter table nullspace.installation enable row level security;

create table if not exists nullspace.teams (
  id text primary key,
  name text not null,
  volume_cap_bytes bigint check (volume_cap_bytes > 0),
  created_at timestamptz not null default now()
);
alter table nullspace.teams enable row level security;

create table if not exists nullspace.members (
  team_id text not null references nullspace.teams (id) on delete cascade,
  user_id uuid not null,
  email text not null,
  role text not null check (role in ('viewer', 'member', 'admin', 'owner')),
  joined_at timestamptz not null default now(),
  primary key (team_id, user_id)
);
create index if not exists members_by_user on nullspace.members (user_id);
alter table nullspace.members enable row level security;

create table if not exists nullspace.invitations (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  email text,
  role text not null check (role in ('viewer', 'member', 'admin')),
  token_hash bytea not null unique,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create index if not exists invitations_by_team on nullspace.invitations (team_id, created_at desc);
alter table nullspace.invitations enable row level security;

create table if not exists nullspace.api_keys (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  name text not null,
  prefix text not null,
  key_hash bytea not null unique,
  scope text not null check (scope in ('read', 'write', 'admin')),
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index if not exists api_keys_by_team on nullspace.api_keys (team_id, created_at desc);
alter table nullspace.api_keys enable row level security;
