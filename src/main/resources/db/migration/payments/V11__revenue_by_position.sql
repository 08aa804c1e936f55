-- What was received is read by position by who makes figures. Raising a bill moves no revenue and writes none of these: where many
-- bills are open, their transfers are not read again and again.
create index transfer_from_revenue on payments.transfer (txid) where debit like 'revenue:%';
create index transfer_to_revenue on payments.transfer (txid) where credit like 'revenue:%';
