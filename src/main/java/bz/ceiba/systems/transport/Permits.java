package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The permits to carry passengers. One holds only while its operator keeps the vehicle. */
@Component
class Permits {
    private static final String IN_FORCE = """
            select p.* from transport.permit p
            join transport.keeping k on k.vehicle = p.vehicle and k.keeper = p.operator
              and k.valid @> cast(:now as timestamptz) and k.known @> cast(:now as timestamptz)
            where p.ended_at is null and p.valid_from <= :now and p.valid_to > :now
            """;

    private final JdbcClient db;
    private final Clock clock;
    private final Routes routes = Routes.load();

    Permits(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Routes routes() {
        return routes;
    }

    void add(Permit permit, Span valid) {
        db.sql("""
                insert into transport.permit
                  (case_number, vehicle, operator, operator_name, route, departures, conditions, valid_from, valid_to)
                values (:case, :vehicle, :operator, :name, :route, :departures, :conditions, :from, :to)
                """)
                .param("case", permit.caseNumber().text())
                .param("vehicle", permit.vehicle())
                .param("operator", permit.operator())
                .param("name", permit.operatorName())
                .param("route", permit.route())
                .param("departures", permit.departures())
                .param("conditions", permit.conditions())
                .param("from", valid.begin())
                .param("to", valid.end())
                .update();
    }

    /** It holds no more from now on; once. */
    void end(CaseNumber number) {
        db.sql("update transport.permit set ended_at = ? where case_number = ? and ended_at is null")
                .param(now())
                .param(number.text())
                .update();
    }

    /** Those of a vehicle that hold now; a bus may have one for each of several routes. */
    List<Permit> of(Vehicle vehicle) {
        return db.sql(IN_FORCE + " and p.vehicle = :vehicle order by p.valid_from, p.case_number")
                .param("now", now())
                .param("vehicle", vehicle.id())
                .query(Permits::permit)
                .list();
    }

    /** The routes on which a vehicle may carry passengers now, or nothing. */
    String routesOf(Vehicle vehicle) {
        return String.join(
                "; ",
                of(vehicle).stream()
                        .map(permit ->
                                routes.find(permit.route()).map(Route::name).orElse(permit.route()))
                        .distinct()
                        .toList());
    }

    /** All that hold now. */
    List<Permit> inForce() {
        return db.sql(IN_FORCE + " order by p.route, p.departures, p.case_number")
                .param("now", now())
                .query(Permits::permit)
                .list();
    }

    /** What a case granted, if it has. */
    Optional<Permit> find(CaseNumber number) {
        return db.sql("select * from transport.permit where case_number = ?")
                .param(number.text())
                .query(Permits::permit)
                .optional();
    }

    /** The last day of a permit, if a case granted one. */
    Optional<LocalDate> lastDay(CaseNumber number) {
        return db.sql("select valid_to from transport.permit where case_number = ?")
                .param(number.text())
                .query((row, n) -> day(row))
                .optional();
    }

    /** The last days of an operator's permits that hold now, by vehicle: of several the one that ends last. */
    Map<Long, LocalDate> lastDays(String operator) {
        Map<Long, LocalDate> days = new HashMap<>();
        db.sql("select vehicle, max(valid_to) as valid_to from (" + IN_FORCE
                        + " and p.operator = :operator) x group by vehicle")
                .param("now", now())
                .param("operator", operator)
                .query(row -> {
                    days.put(row.getLong("vehicle"), day(row));
                });
        return days;
    }

    private static LocalDate day(ResultSet row) throws SQLException {
        return LocalDate.ofInstant(
                row.getObject("valid_to", OffsetDateTime.class).toInstant().minusSeconds(1), Country.ZONE);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Permit permit(ResultSet row, int n) throws SQLException {
        return new Permit(
                new CaseNumber(row.getString("case_number")),
                row.getLong("vehicle"),
                row.getString("operator"),
                row.getString("operator_name"),
                row.getString("route"),
                row.getString("departures"),
                row.getString("conditions"));
    }
}
