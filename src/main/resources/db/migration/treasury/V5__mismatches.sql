-- What the gateway took otherwise than it was asked; and money that is missing is written off, not just noted.
alter table treasury.exception drop constraint exception_kind_check;
alter table treasury.exception add constraint exception_kind_check check (kind in
  ('UNKNOWN', 'AMOUNT', 'DUPLICATE', 'REVERSED', 'SPLIT', 'MISSING', 'GAP', 'MISMATCH'));
alter table treasury.exception drop constraint exception_action_check;
alter table treasury.exception add constraint exception_action_check check (action in
  ('BILL', 'DEPOSIT', 'RETURN', 'GIVE_BACK', 'FEE', 'GATEWAY', 'WRITE_OFF', 'WAIT', 'NOTED', 'CLEARED'));
alter table treasury.exception drop constraint exception_check2;
alter table treasury.exception add constraint exception_proposed_check check (state <> 'PROPOSED'
  or action in ('RETURN', 'WRITE_OFF', 'FEE', 'GATEWAY', 'GIVE_BACK') or action = 'NOTED' and kind = 'MISMATCH');

-- What one officer noted away is on the list again: its money still lies where it was expected.
update treasury.exception set state = 'OPEN', revision = revision + 1, action = null, reason = null, acted_by = null,
  acted_by_name = null, acted_at = null
where kind = 'MISSING' and action = 'NOTED';
alter table treasury.exception add constraint exception_missing_check check (kind <> 'MISSING' or action <> 'NOTED');
