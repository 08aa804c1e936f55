package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the register says of vehicles and drivers, and what is made known to it. Each change belongs to a transaction of its caller, in which
 * whoever else would change the same vehicle or driver waits.
 */
@Component
class Register {
    private final JdbcClient db;
    private final Clock clock;

    Register(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Begins a change of what is known about vehicles, plates or drivers.
     *
     * @param subjects what it is about, such as a plate, a chassis or an identity number: nobody else changes them until the commit
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Change change(Origin origin, String... subjects) {
        for (String subject : java.util.Arrays.stream(subjects).sorted().toList()) {
            db.sql("select pg_advisory_xact_lock(hashtextextended('transport ' || ?, 0))")
                    .param(subject)
                    .query((row, n) -> 1)
                    .list();
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CaseNumber number = origin.caseNumber();
        long id = db.sql("""
                insert into transport.change (at, by, by_name, case_number, why) values (:at, :by, :name, :case, :why) returning id
                """)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("by", origin.by())
                .param("name", origin.byName(), Types.VARCHAR)
                .param("case", number == null ? null : number.text(), Types.VARCHAR)
                .param("why", origin.why())
                .query(Long.class)
                .single();
        return new Change(id, at);
    }

    /** Enters a vehicle that the register does not have. */
    Vehicle enter(Change change, Vehicle vehicle) {
        long id = db.sql("""
                insert into transport.vehicle (chassis, kind, make, model, year, colour, entered_by)
                values (:chassis, :kind, :make, :model, :year, :colour, :change) returning id
                """)
                .param("chassis", vehicle.chassis())
                .param("kind", vehicle.kind().name())
                .param("make", vehicle.make())
                .param("model", vehicle.model())
                .param("year", vehicle.year())
                .param("colour", vehicle.colour())
                .param("change", change.id())
                .query(Long.class)
                .single();
        return new Vehicle(
                id,
                vehicle.chassis(),
                vehicle.kind(),
                vehicle.make(),
                vehicle.model(),
                vehicle.year(),
                vehicle.colour());
    }

    Optional<Vehicle> byChassis(String chassis) {
        return db.sql("select * from transport.vehicle where chassis = ?")
                .param(chassis)
                .query(Register::vehicle)
                .optional();
    }

    Optional<Vehicle> find(long id) {
        return db.sql("select * from transport.vehicle where id = ?")
                .param(id)
                .query(Register::vehicle)
                .optional();
    }

    /** The vehicle that has a plate now. */
    Optional<Vehicle> byPlate(String plate) {
        return db.sql("""
                select v.* from transport.plate_use p join transport.vehicle v on v.id = p.vehicle
                where p.plate = :plate and p.valid @> cast(:now as timestamptz) and p.known @> cast(:now as timestamptz)
                """)
                .param("plate", plate)
                .param("now", now())
                .query(Register::vehicle)
                .optional();
    }

    /** The vehicles that somebody keeps now, by plate; at most 200. */
    List<Vehicle> keptBy(String number) {
        return db.sql("""
                select v.* from transport.keeping k join transport.vehicle v on v.id = k.vehicle
                where k.keeper = :number and k.keeper <> ''
                  and k.valid @> cast(:now as timestamptz) and k.known @> cast(:now as timestamptz)
                order by v.id limit 200
                """)
                .param("number", number)
                .param("now", now())
                .query(Register::vehicle)
                .list();
    }

    /** What is known now of a vehicle. */
    VehicleNow now(Vehicle vehicle) {
        return db.sql("""
                select p.plate, k.keeper, k.keeper_name, coalesce(s.state, 'OFF_ROAD') as state,
                  array(select m.kind || '|' || m.reference || '|' || m.holder from transport.marker m
                        where m.vehicle = q.vehicle and m.valid @> q.now and m.known @> q.now order by 1) as markers,
                  array(select distinct c.kind from transport.cover c
                        where c.vehicle = q.vehicle and c.valid @> q.now and c.known @> q.now order by 1) as covers,
                  (select count(*) from transport.keeping h
                   where h.vehicle = q.vehicle and h.known @> q.now and lower(h.valid) <= q.now) as keepers
                from (values (cast(:vehicle as bigint), cast(:now as timestamptz))) q (vehicle, now)
                left join transport.plate_use p on p.vehicle = q.vehicle and p.valid @> q.now and p.known @> q.now
                left join transport.keeping k on k.vehicle = q.vehicle and k.valid @> q.now and k.known @> q.now
                left join transport.vehicle_state s on s.vehicle = q.vehicle and s.valid @> q.now and s.known @> q.now
                """)
                .param("vehicle", vehicle.id())
                .param("now", now())
                .query((row, n) -> {
                    String keeper = row.getString("keeper_name");
                    return new VehicleNow(
                            vehicle,
                            row.getString("plate"),
                            keeper == null ? null : new Keeper(row.getString("keeper"), keeper),
                            VehicleState.valueOf(row.getString("state")),
                            words(row, "markers").stream().map(Register::marker).toList(),
                            words(row, "covers").stream().map(Cover::valueOf).toList(),
                            row.getInt("keepers"));
                })
                .single();
    }

    /** Since when its keeper keeps it, as is known now. */
    Instant keptSince(Vehicle vehicle) {
        return db.sql("""
                select lower(valid) from transport.keeping
                where vehicle = :vehicle and valid @> cast(:now as timestamptz) and known @> cast(:now as timestamptz)
                """)
                .param("vehicle", vehicle.id())
                .param("now", now())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private static MarkerNow marker(String packed) {
        String[] parts = packed.split("\\|", 3);
        return new MarkerNow(Marker.valueOf(parts[0]), parts[1], parts[2]);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Vehicle vehicle(ResultSet row, int n) throws SQLException {
        return new Vehicle(
                row.getLong("id"),
                row.getString("chassis"),
                VehicleKind.valueOf(row.getString("kind")),
                row.getString("make"),
                row.getString("model"),
                row.getInt("year"),
                row.getString("colour"));
    }

    /** The plate is the vehicle's in that time; a plate that the vehicle had then ceases to be, and no other vehicle has this one. */
    void plate(Change change, String plate, Vehicle vehicle, Span valid) {
        free(change, vehicle, valid);
        Facts.PLATE.put(db, change, valid, Map.of("plate", plate, "vehicle", vehicle.id()));
    }

    /** The vehicle has no plate in that time; what others had of its plates, or have now, stays theirs. */
    void free(Change change, Vehicle vehicle, Span valid) {
        record Use(String plate, Span valid) {}
        db.sql("""
                select plate, lower(valid * tstzrange(:from, :to)) as begins, upper(valid * tstzrange(:from, :to)) as ends
                from transport.plate_use
                where vehicle = :vehicle and upper_inf(known) and not isempty(known) and valid && tstzrange(:from, :to)
                """)
                .param("vehicle", vehicle.id())
                .param("from", valid.begin())
                .param("to", valid.end(), Types.TIMESTAMP_WITH_TIMEZONE)
                .query((row, n) -> {
                    OffsetDateTime ends = row.getObject("ends", OffsetDateTime.class);
                    return new Use(
                            row.getString("plate"),
                            new Span(
                                    row.getObject("begins", OffsetDateTime.class)
                                            .toInstant(),
                                    ends == null ? null : ends.toInstant()));
                })
                .list()
                .forEach(use -> Facts.PLATE.clear(db, change, use.valid(), Map.of("plate", use.plate())));
    }

    void keep(Change change, Vehicle vehicle, Keeper keeper, Span valid) {
        Facts.KEEPING.put(
                db,
                change,
                valid,
                Map.of("vehicle", vehicle.id(), "keeper", keeper.number(), "keeper_name", keeper.name()));
    }

    void state(Change change, Vehicle vehicle, VehicleState state, Span valid) {
        Facts.STATE.put(db, change, valid, Map.of("vehicle", vehicle.id(), "state", state.name()));
    }

    void mark(Change change, Vehicle vehicle, Marker marker, String reference, String holder, Span valid) {
        Facts.MARKER.put(
                db,
                change,
                valid,
                Map.of("vehicle", vehicle.id(), "kind", marker.name(), "reference", reference, "holder", holder));
    }

    /** Answers whether there was such a marker. */
    boolean unmark(Change change, Vehicle vehicle, Marker marker, String reference, Span valid) {
        return Facts.MARKER.clear(
                db, change, valid, Map.of("vehicle", vehicle.id(), "kind", marker.name(), "reference", reference));
    }

    void cover(Change change, Vehicle vehicle, Cover cover, String reference, String provider, Span valid) {
        Facts.COVER.put(
                db,
                change,
                valid,
                Map.of("vehicle", vehicle.id(), "kind", cover.name(), "reference", reference, "provider", provider));
    }

    /** All that is known of a provider's policy or inspection from now on: what was known of it at other times is taken back. */
    void coverAsTold(
            Change change, Vehicle vehicle, Cover cover, String reference, String provider, @Nullable Span valid) {
        Facts.COVER.clear(
                db,
                change,
                Span.from(Instant.EPOCH),
                Map.of("vehicle", vehicle.id(), "kind", cover.name(), "reference", reference, "provider", provider));
        if (valid != null) {
            cover(change, vehicle, cover, reference, provider, valid);
        }
    }

    /** @param district in which the holder lives, or empty */
    void entitle(
            Change change,
            PersonNumber holder,
            String licenceClass,
            Stage stage,
            String licence,
            String district,
            Span valid) {
        Facts.ENTITLEMENT.put(
                db,
                change,
                valid,
                Map.of(
                        "holder",
                        holder.digits(),
                        "class",
                        licenceClass,
                        "stage",
                        stage.name(),
                        "licence",
                        licence,
                        "district",
                        district));
    }

    /** @param classes for which he may not drive; none means all */
    void bar(Change change, PersonNumber holder, Bar bar, String reference, List<String> classes, Span valid) {
        Facts.BAR.put(
                db,
                change,
                valid,
                Map.of(
                        "holder",
                        holder.digits(),
                        "reference",
                        reference,
                        "kind",
                        bar.name(),
                        "classes",
                        classes.toArray(String[]::new)));
    }

    /** As if it had not been in that time: a conviction is quashed, a suspension ends. Answers whether there was one. */
    boolean lift(Change change, PersonNumber holder, String reference, Span valid) {
        return Facts.BAR.clear(db, change, valid, Map.of("holder", holder.digits(), "reference", reference));
    }

    /**
     * Who kept this plate, and was the driver licensed, at that instant: as was known then, and as is known now.
     *
     * @param driver an identity number, or empty
     * @param licenceClass which the vehicle needs, or empty
     */
    @Transactional(readOnly = true)
    Answers at(String plate, String driver, String licenceClass, Instant at) {
        return at(plate, driver, licenceClass, at, at, clock.instant());
    }

    /** The same as was known at two other times. */
    Answers at(String plate, String driver, String licenceClass, Instant at, Instant then, Instant now) {
        List<Answer> both = db.sql("""
                select v.*, k.keeper, k.keeper_name, s.state, e.stage, e.licence,
                  array(select m.kind from transport.marker m
                        where m.vehicle = v.id and m.valid @> q.at and m.known @> t.known order by 1) as markers,
                  array(select distinct c.kind from transport.cover c
                        where c.vehicle = v.id and c.valid @> q.at and c.known @> t.known order by 1) as covers,
                  array(select distinct b.kind from transport.bar b
                        where b.holder = q.driver and b.valid @> q.at and b.known @> t.known
                          and (b.classes = '{}' or q.class = any (b.classes)) order by 1) as bars
                from (values (cast(:at as timestamptz), :plate, :driver, :class)) q (at, plate, driver, class)
                cross join (values (1, cast(:then as timestamptz)), (2, cast(:now as timestamptz))) t (n, known)
                left join transport.plate_use p on p.plate = q.plate and p.valid @> q.at and p.known @> t.known
                left join transport.vehicle v on v.id = p.vehicle
                left join transport.keeping k on k.vehicle = v.id and k.valid @> q.at and k.known @> t.known
                left join transport.vehicle_state s on s.vehicle = v.id and s.valid @> q.at and s.known @> t.known
                left join transport.entitlement e
                  on e.holder = q.driver and e.class = q.class and e.valid @> q.at and e.known @> t.known
                order by t.n
                """)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("then", then.atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("plate", plate)
                .param("driver", driver)
                .param("class", licenceClass)
                .query(Register::answer)
                .list();
        return new Answers(both.getFirst(), both.getLast());
    }

    private static Answer answer(ResultSet row, int n) throws SQLException {
        String keeper = row.getString("keeper_name");
        String state = row.getString("state");
        String stage = row.getString("stage");
        return new Answer(
                row.getString("chassis") == null ? null : vehicle(row, n),
                keeper == null ? null : new Keeper(row.getString("keeper"), keeper),
                state == null ? null : VehicleState.valueOf(state),
                words(row, "markers").stream().map(Marker::valueOf).toList(),
                words(row, "covers").stream().map(Cover::valueOf).toList(),
                stage == null ? null : Stage.valueOf(stage),
                row.getString("licence"),
                words(row, "bars").stream().map(Bar::valueOf).toList());
    }

    private static List<String> words(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }
}
