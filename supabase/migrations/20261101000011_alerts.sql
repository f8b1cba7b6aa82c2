-- What is wrong now and was before, and who is told of it outside.
create table if not exists nullspace.alerts (
  id text primary key,
  -- The order in which they were raised, for paging.
  seq bigint not null generated always as identity,
  team_id text not null references nullspace.teams (id) on delete cascade,
  kind text not null check (kind in ('volume_over_80', 'volume_over_95', 'attachment_failed', 'sandbox_error',
    'webhook_disabled')),
  -- The id of what it is about. No foreign key: the story outlives it.
  subject text not null,
  subject_name text not null,
  -- Where it is told of, beside the team's story.
  volume_id text,
  sandbox_id text,
  attachment_id text,
  message text not null,
  raised_at timestamptz not null default clock_timestamp(),
  cleared_at timestamptz
);
-- One thing has one open alert, however many control planes look at it.
create unique index if not exists alerts_open on nullspace.alerts (team_id, subject) where cleared_at is null;
create unique index if not exists alerts_in_order on nullspace.alerts (team_id, seq desc);
alter table nullspace.alerts enable row level security;

create table if not exists nullspace.webhooks (
  id text primary key,
  team_id text not null references nullspace.teams (id) on delete cascade,
  url text not null,
  kinds text[] not null,
  -- Encrypted under a key derived from the installation's: the process must sign with it.
  secret bytea not null,
  -- Signs beside the new one for a while after a rotation.
  previous_secret bytea,
  previous_until timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  last_success_at timestamptz,
  -- Set by a person, or when nothing arrived for a day; `disabled_reason` is null for a person.
  disabled_at timestamptz,
  disabled_reason text
);
create index if not exists webhooks_by_team on nullspace.webhooks (team_id, created_at desc, id desc);
alter table nullspace.webhooks enable row level security;

create table if not exists nullspace.webhook_deliveries (
  -- The `webhook-id` that a receiver knows a repetition by.
  id text primary key,
  seq bigint not null generated always as identity,
  team_id text not null references nullspace.teams (id) on delete cascade,
  webhook_id text not null references nullspace.webhooks (id) on delete cascade,
  type text not null,
  -- The very bytes that are signed and sent.
  payload text not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  -- One control plane at a time sends it; a crash lets it go when the time is over.
  claimed_by text,
  claimed_until timestamptz,
  created_at timestamptz not null default now()
);
create unique index if not exists webhook_deliveries_in_order on nullspace.webhook_deliveries (webhook_id, seq desc);
create index if not exists webhook_deliveries_due on nullspace.webhook_deliveries (next_attempt_at)
  where status = 'pending';
create index if not exists webhook_deliveries_by_time on nullspace.webhook_deliveries (created_at);
alter table nullspace.webhook_deliveries enable row level security;

create table if not exists nullspace.webhook_attempts (
  delivery_id text not null references nullspace.webhook_deliveries (id) on delete cascade,
  attempt integer not null,
  team_id text not null references nullspace.teams (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  duration_ms integer not null,
  -- Null when no answer came.
  status_code integer,
  error text,
  primary key (delivery_id, attempt)
);
alter table nullspace.webhook_attempts enable row level security;
