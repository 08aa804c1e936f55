package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.DemoCast.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Takes licences and vehicles into the register, many at once, as if it had known of each since it began. What it says already stays. */
@Component
class PastRegister {
    /**
     * What somebody may drive.
     *
     * @param number of the licence
     */
    record Licence(Member holder, String number, List<String> classes, Stage stage, Span valid) {
        Licence {
            classes = List.copyOf(classes);
        }
    }

    record Barred(Member holder, Bar kind, String reference, Span valid) {}

    /**
     * A vehicle in use and who keeps it.
     *
     * @param covers the last of each kind
     * @param marker against it since {@code markedAt}, or null
     */
    record Kept(
            Member keeper,
            Vehicle vehicle,
            String plate,
            Instant since,
            Map<Cover, Span> covers,
            @Nullable Marker marker,
            Instant markedAt) {
        Kept {
            covers = Map.copyOf(covers);
        }
    }

    private record LicenceRow(
            String holder,
            String licence_class,
            String stage,
            String licence,
            String district,
            Instant begin,
            @Nullable Instant finish) {}

    private record BarRow(
            String holder,
            String kind,
            String reference,
            Instant begin,
            @Nullable Instant finish) {}

    private record VehicleRow(
            String chassis,
            String kind,
            String make,
            String model,
            int year,
            String colour,
            String plate,
            String keeper,
            String keeper_name,
            Instant begin,
            @Nullable String marker,
            Instant marked) {}

    private record CoverRow(
            String chassis,
            String kind,
            Instant begin,
            @Nullable Instant finish) {}

    private final JdbcClient db;
    private final JsonMapper json;

    PastRegister(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    void license(Change change, List<Licence> licences) {
        List<LicenceRow> rows = new ArrayList<>();
        for (Licence one : licences) {
            for (String licenceClass : one.classes()) {
                rows.add(new LicenceRow(
                        one.holder().person().digits(),
                        licenceClass,
                        one.stage().name(),
                        one.number(),
                        one.holder().district(),
                        one.valid().from(),
                        one.valid().to()));
            }
        }
        take(change, rows, """
                insert into transport.entitlement (holder, class, stage, licence, district, valid, known, since)
                select holder, licence_class, stage, licence, district, tstzrange(begin, finish), tstzrange(begin, null), :change
                from jsonb_to_recordset(cast(:rows as jsonb)) as g
                  (holder text, licence_class text, stage text, licence text, district text, begin timestamptz, finish timestamptz)
                on conflict do nothing
                """);
    }

    void bar(Change change, List<Barred> bars) {
        List<BarRow> rows = bars.stream()
                .map(one -> new BarRow(
                        one.holder().person().digits(),
                        one.kind().name(),
                        one.reference(),
                        one.valid().from(),
                        one.valid().to()))
                .toList();
        take(change, rows, """
                insert into transport.bar (holder, reference, kind, classes, valid, known, since)
                select holder, reference, kind, '{}', tstzrange(begin, finish), tstzrange(begin, null), :change
                from jsonb_to_recordset(cast(:rows as jsonb)) as g (holder text, kind text, reference text, begin timestamptz, finish timestamptz)
                on conflict do nothing
                """);
    }

    void keep(Change change, List<Kept> kept) {
        take(change, kept.stream().map(PastRegister::row).toList(), """
                with given as materialized (
                  select * from jsonb_to_recordset(cast(:rows as jsonb)) as g (chassis text, kind text, make text, model text, year int, colour text,
                    plate text, keeper text, keeper_name text, begin timestamptz, marker text, marked timestamptz)),
                entered as (
                  insert into transport.vehicle (chassis, kind, make, model, year, colour, entered_by)
                  select chassis, kind, make, model, year, colour, :change from given returning id, chassis),
                one as (select e.id, g.* from entered e join given g on g.chassis = e.chassis),
                plates as (
                  insert into transport.plate_use (plate, vehicle, valid, known, since)
                  select plate, id, tstzrange(begin, null), tstzrange(begin, null), :change from one),
                keepers as (
                  insert into transport.keeping (vehicle, keeper, keeper_name, valid, known, since)
                  select id, keeper, keeper_name, tstzrange(begin, null), tstzrange(begin, null), :change from one),
                states as (
                  insert into transport.vehicle_state (vehicle, state, valid, known, since)
                  select id, 'IN_USE', tstzrange(begin, null), tstzrange(begin, null), :change from one)
                insert into transport.marker (vehicle, kind, reference, holder, valid, known, since)
                select id, marker, 'DEMO ' || plate, 'transport', tstzrange(marked, null), tstzrange(marked, null), :change
                from one where marker is not null
                """);
        List<CoverRow> covers = new ArrayList<>();
        kept.forEach(one -> one.covers()
                .forEach((cover, span) ->
                        covers.add(new CoverRow(one.vehicle().chassis(), cover.name(), span.from(), span.to()))));
        take(change, covers, """
                insert into transport.cover (vehicle, kind, reference, provider, valid, known, since)
                select v.id, g.kind, 'DEMO ' || v.chassis, 'transport', tstzrange(begin, finish), tstzrange(begin, null), :change
                from jsonb_to_recordset(cast(:rows as jsonb)) as g (chassis text, kind text, begin timestamptz, finish timestamptz)
                join transport.vehicle v on v.chassis = g.chassis
                """);
    }

    private static VehicleRow row(Kept one) {
        Vehicle vehicle = one.vehicle();
        Marker marker = one.marker();
        return new VehicleRow(
                vehicle.chassis(),
                vehicle.kind().name(),
                vehicle.make(),
                vehicle.model(),
                vehicle.year(),
                vehicle.colour(),
                one.plate(),
                one.keeper().person().digits(),
                one.keeper().name(),
                one.since(),
                marker == null ? null : marker.name(),
                one.markedAt());
    }

    private void take(Change change, List<?> rows, String sql) {
        db.sql(sql)
                .param("rows", json.writeValueAsString(rows))
                .param("change", change.id())
                .update();
    }
}
