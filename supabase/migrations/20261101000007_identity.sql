-- The key that a key replaced by rotation, so that the list tells which is which.
alter table nullspace.api_keys
  add column rotation_parent_id text references nullspace.api_keys (id) on delete set null;

-- Old sign-in attempts are found by time alone to be cleared away.
create index sign_in_attempts_by_time on nullspace.sign_in_attempts (at);
