-- Machines whose control planes serve this database, and when one of them last said that it lives.
create table if not exists nullspace.hosts (
  id text primary key,
  -- What the machine calls itself, for people; it need not be unique.
  name text not null,
  seen_at timestamptz not null default clock_timestamp(),
  -- Since when it has said so without a longer pause: whoever was away itself does not call others silent.
  seen_since timestamptz not null default clock_timestamp()
);
alter table nullspace.hosts enable row level security;
-- Those from before this table count as heard from now: they say so themselves, or fall silent.
insert into nullspace.hosts (id, name)
  select distinct host, host from (
    select host from nullspace.sandboxes where status <> 'destroyed'
    union select host from nullspace.snapshots) as known
  on conflict do nothing;

-- Since when the machine of a sandbox has not been heard from; null while it is.
alter table nullspace.sandboxes add column if not exists unreachable_since timestamptz;
create index if not exists sandboxes_by_host on nullspace.sandboxes (host) where status <> 'destroyed';
