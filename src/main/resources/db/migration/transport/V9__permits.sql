-- Permits to carry passengers on a route; some hundred rows. Key: the case in which it was granted. Kept as long as the register of vehicles.
create table transport.permit (
  case_number text primary key,
  vehicle bigint not null references transport.vehicle,
  operator text not null,
  operator_name text not null,
  -- Of belize/routes.yaml.
  route text not null,
  departures text not null,
  conditions text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  -- When a supervisor took it back.
  ended_at timestamptz,
  check (valid_to > valid_from)
);
create index permit_vehicle on transport.permit (vehicle, valid_to);
create index permit_operator on transport.permit (operator);
grant select, insert on transport.permit to ceiba_app;
grant update (ended_at) on transport.permit to ceiba_app;
