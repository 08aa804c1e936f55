alter table notifications.contact
  -- What the provider states and nobody has proved: the person is asked to, and nothing is sent there.
  add column email_unproved text;
-- What was taken over so far was stated as verified and was not; the made-up people's are.
update notifications.contact set email_unproved = email, email = null, email_refused_at = null, email_refusal = null
where not email_chosen and email is not null and email not like '%@mail.example';
