-- Who asked for the terminal: it closes when their right to it ends.
alter table nullspace.terminal_tokens add column if not exists caller jsonb not null default '{}';
