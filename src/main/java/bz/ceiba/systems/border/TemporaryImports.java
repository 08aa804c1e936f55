package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Permits for vehicles that come for a time: issued when they come, closed when they leave, and late in between. */
@Component
class TemporaryImports {
    private static final int MOST = 500;
    private static final String SELECT = """
            select i.id, i.number, i.sealed, i.port, i.admitted, i.last_day, i.by_name, i.left_at, i.left_by_name, i.left_words
            from border.temporary_import i
            """;

    private final JdbcClient db;
    private final Declarations declarations;
    private final BorderRules rules;
    private final Sealed sealed;
    private final Audit audit;
    private final Clock clock;

    TemporaryImports(
            JdbcClient db, Declarations declarations, BorderRules rules, Sealed sealed, Audit audit, Clock clock) {
        this.db = db;
        this.declarations = declarations;
        this.rules = rules;
        this.sealed = sealed;
        this.audit = audit;
        this.clock = clock;
    }

    /** What of it is nobody else's business. */
    private record Vehicle(String kind, String what) {}

    private static String place(String number) {
        return "border.temporary_import/" + number;
    }

    private TemporaryImport read(ResultSet row, int n) throws SQLException {
        String number = row.getString("number");
        Vehicle vehicle = sealed.open(row.getBytes("sealed"), place(number), Vehicle.class);
        OffsetDateTime left = row.getObject("left_at", OffsetDateTime.class);
        return new TemporaryImport(
                row.getLong("id"),
                number,
                vehicle.kind(),
                vehicle.what(),
                row.getString("port"),
                row.getObject("admitted", LocalDate.class),
                row.getObject("last_day", LocalDate.class),
                row.getString("by_name"),
                left == null ? null : left.toInstant(),
                row.getString("left_by_name"),
                row.getString("left_words"));
    }

    LocalDate today() {
        return Country.today(clock);
    }

    /** Those that came with a declaration. */
    List<TemporaryImport> of(String number) {
        return db.sql(SELECT + "where i.number = :number order by i.id")
                .param("number", number)
                .query(this::read)
                .list();
    }

    /** What has to leave with the travellers of a declaration of departure, and did not yet. */
    List<TemporaryImport> toLeaveWith(Declaration departure) {
        return db.sql(SELECT + """
                where i.left_at is null and i.id in (
                  select m.import from border.temporary_import_traveller m
                  join border.traveller t on t.document_mac = m.document_mac
                  where t.number = :number and t.version = :version)
                order by i.last_day limit 50
                """)
                .param("number", departure.number())
                .param("version", departure.version())
                .query(this::read)
                .list();
    }

    /** All that did not leave in time, the latest first to be looked for at the end. */
    List<TemporaryImport> late() {
        return db.sql(SELECT + "where i.left_at is null and i.last_day < :today order by i.last_day limit :most")
                .param("today", today())
                .param("most", MOST)
                .query(this::read)
                .list();
    }

    /** The last day that the rules allow for what a declaration says; empty when it brings no vehicle that leaves again. */
    Optional<LocalDate> lastDay(JsonNode said) {
        return said.path("vehicleStays").asString("").equals("leaves")
                ? rules.lastDay(said.path("vehicleKind").asString(""), today())
                : Optional.empty();
    }

    /**
     * Issues a permit to a declaration of arrival; with a key that came before it does nothing.
     *
     * @throws Problem NOT_FOUND, CONFLICT when it was withdrawn, INVALID when no such vehicle was declared or the day is later than the rules allow
     */
    @Transactional
    public void issue(String number, String what, LocalDate lastDay, Actor officer, String key) {
        Declaration declaration = declarations
                .locked(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        if (declaration.isWithdrawn()) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.withdrawn");
        }
        JsonNode said = declarations
                .part(number, declaration.version(), Part.CUSTOMS)
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "border.problem.no-vehicle"));
        LocalDate latest = lastDay(said)
                .filter(day -> declaration.arrival())
                .orElseThrow(() -> new Problem(Problem.Kind.INVALID, "border.problem.no-vehicle"));
        if (lastDay.isAfter(latest) || lastDay.isBefore(today())) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.no-vehicle");
        }
        Vehicle vehicle = new Vehicle(said.path("vehicleKind").asString(""), what);
        List<Long> issued = db.sql("""
                insert into border.temporary_import (number, sealed, port, admitted, last_day, by, by_name, device_key, issued_at)
                values (:number, :sealed, :port, :today, :last, :by, :name, :key, :now)
                on conflict (device_key) do nothing returning id
                """)
                .param("number", number)
                .param("sealed", sealed.seal(vehicle, place(number)))
                .param("port", declaration.port())
                .param("today", today())
                .param("last", lastDay)
                .param("by", officer.number())
                .param("name", officer.name())
                .param("key", key)
                .param("now", now())
                .query(Long.class)
                .list();
        for (long id : issued) {
            db.sql("""
                    insert into border.temporary_import_traveller (import, document_mac)
                    select distinct cast(:id as bigint), document_mac from border.traveller where number = :number and version = :version
                    """)
                    .param("id", id)
                    .param("number", number)
                    .param("version", declaration.version())
                    .update();
            record(officer, declaration, Map.of("vehicle", "issued", "until", lastDay.toString()));
        }
    }

    /**
     * Writes down that it left; once it has, nothing changes.
     *
     * @throws Problem NOT_FOUND
     */
    @Transactional
    public TemporaryImport left(long id, String words, Actor officer) {
        TemporaryImport known = db.sql(SELECT + "where i.id = :id for update")
                .param("id", id)
                .query(this::read)
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found"));
        if (known.leftAt() != null) {
            return known;
        }
        db.sql("""
                update border.temporary_import
                set left_at = :now, left_by = :by, left_by_name = :name, left_words = :words where id = :id
                """)
                .param("now", now())
                .param("by", officer.number())
                .param("name", officer.name())
                .param("words", words)
                .param("id", id)
                .update();
        Declaration declaration = declarations.find(known.number()).orElseThrow();
        record(officer, declaration, Map.of("vehicle", "left", "late", String.valueOf(known.isLate(today()))));
        return known;
    }

    /** Deletes those that left before a day. */
    void forget(LocalDate before) {
        db.sql("delete from border.temporary_import where left_at < :before")
                .param("before", before.atStartOfDay(Country.ZONE).toOffsetDateTime())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private void record(Actor officer, Declaration declaration, Map<String, String> detail) {
        Map<String, String> all = new java.util.HashMap<>(detail);
        all.put("declaration", declaration.number());
        String person = declaration.person();
        audit.record(officer.doesFor(
                Part.CUSTOMS.agency(),
                AuditEvent.BORDER_DECIDED,
                person == null ? null : new PersonNumber(person),
                null,
                JointView.PURPOSE,
                all));
    }
}
