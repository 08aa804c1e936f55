-- What failed is looked for by itself, however much arrived since.
create index delivery_failed on webhooks.delivery (endpoint, message desc) where state = 'FAILED';
