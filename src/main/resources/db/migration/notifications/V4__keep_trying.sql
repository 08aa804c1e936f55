alter table notifications.delivery
  -- Since when it waits to be sent; what fails for a while is tried again for some days from then.
  add column queued_at timestamptz not null default now(),
  -- Tries in a row of which no outcome is known, as when the process was killed while it sent.
  add column unanswered int not null default 0;
