-- One reference may be of two insurers or two garages: each has its own cover of a vehicle by it.
alter table transport.cover
  drop constraint cover_vehicle_kind_reference_valid_known_excl,
  add constraint cover_of_provider exclude using gist
    (vehicle with =, kind with =, reference with =, provider with =, valid with &&, known with &&);

-- The sender is followed by the kind and the provider, as told last.
update transport.told_cover t set sender = t.sender || '/' || c.provider
from (select distinct on (vehicle, kind, reference) vehicle, kind, reference, provider from transport.cover
      order by vehicle, kind, reference, since desc) c
where c.vehicle = t.vehicle and c.reference = t.reference and t.sender like '%/' || c.kind;
