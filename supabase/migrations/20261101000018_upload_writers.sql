-- The process that has written all parts of an upload so far, one attempt at each at a time; null: there were several, and what
-- two of them wrote at once may be a bit of both.
alter table nullspace.uploads add column if not exists writer text;
