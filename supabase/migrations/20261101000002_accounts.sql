-- Accounts of the embedded identity service. Empty where Supabase Auth is used.
create table if not exists nullspace.accounts (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email)),
  password_hash text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_sign_in_at timestamptz
);
alter table nullspace.accounts enable row level security;

create table if not exists nullspace.sessions (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references nullspace.accounts (id) on delete cascade,
  created_at timestamptz not null default now(),
  refreshed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index if not exists sessions_by_account on nullspace.sessions (account_id);
alter table nullspace.sessions enable row level security;

-- One row a refresh token. A used one names its successor, so that a repeat within the grace answers the same session
-- and a repeat after it is known as theft.
create table if not exists nullspace.refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references nullspace.sessions (id) on delete cascade,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index if not exists refresh_tokens_by_session on nullspace.refresh_tokens (session_id);
alter table nullspace.refresh_tokens enable row level security;

-- Failed sign-ins, counted per account and per client address.
create table if not exists nullspace.sign_in_attempts (
  subject text not null,
  at timestamptz not null default now()
);
create index if not exists sign_in_attempts_by_subject on nullspace.sign_in_attempts (subject, at);
alter table nullspace.sign_in_attempts enable row level security;
