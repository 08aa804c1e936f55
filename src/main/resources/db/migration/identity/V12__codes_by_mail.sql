-- By which way the code of a sign-in was sent; asking for it by e-mail voids the one that went by SMS.
alter table identity.challenge add column channel text not null default 'sms' check (channel in ('sms', 'email'));
