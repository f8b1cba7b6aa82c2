-- What is looked at every few seconds, however many were released before.
create index if not exists attachments_watched on nullspace.attachments (host)
  where state in ('mounted', 'unmounted', 'failed');
