-- The few that officers have to look at, on the page of refunds.
create index refund_given_up on payments.refund (id) where state = 'FAILED';
