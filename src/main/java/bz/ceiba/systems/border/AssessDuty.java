package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.BillOrder;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Duty.Assessment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down what Customs assessed, and bills it to who declared if he has a number: he pays at the counter or by card, and has a receipt. What
 * is sent twice with one key is assessed once.
 */
@Component
class AssessDuty {
    private static final String HEAD = "CUS-01";

    private final JdbcClient db;
    private final Declarations declarations;
    private final Bills bills;
    private final Messages messages;
    private final JsonMapper json;
    private final Audit audit;
    private final Clock clock;

    AssessDuty(
            JdbcClient db,
            Declarations declarations,
            Bills bills,
            Messages messages,
            JsonMapper json,
            Audit audit,
            Clock clock) {
        this.db = db;
        this.declarations = declarations;
        this.bills = bills;
        this.messages = messages;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    private static AssessedDuty read(ResultSet row, int n) throws SQLException {
        return new AssessedDuty(
                Money.ofCents(row.getLong("cents")),
                row.getBoolean("needs_permit"),
                row.getObject("bill", UUID.class),
                row.getString("by_name"),
                row.getObject("assessed_at", OffsetDateTime.class).toInstant());
    }

    /** All of a declaration, the newest first. */
    List<AssessedDuty> of(String number) {
        return db.sql("""
                select cents, needs_permit, bill, by_name, assessed_at from border.assessment
                where number = :number order by id desc limit 50
                """).param("number", number).query(AssessDuty::read).list();
    }

    /**
     * Writes it down.
     *
     * @throws Problem NOT_FOUND, CONFLICT when the declaration was withdrawn
     */
    @Transactional
    public void save(String number, Assessment assessed, Actor officer, String deviceKey) {
        Declaration declaration = declarations
                .locked(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        boolean there = db.sql("select count(*) from border.assessment where device_key = :key")
                        .param("key", deviceKey)
                        .query(Integer.class)
                        .single()
                > 0;
        if (there) {
            return;
        }
        if (declaration.isWithdrawn()) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.withdrawn");
        }
        db.sql("""
                insert into border.assessment (number, lines, cents, needs_permit, bill, by, by_name, device_key, assessed_at)
                values (:number, cast(:lines as jsonb), :cents, :permit, :bill, :by, :name, :key, :now)
                """)
                .param("number", number)
                .param("lines", json.writeValueAsString(assessed.lines()))
                .param("cents", assessed.total().cents())
                .param("permit", assessed.needsPermit())
                .param("bill", billed(declaration, assessed, deviceKey), java.sql.Types.OTHER)
                .param("by", officer.number())
                .param("name", officer.name())
                .param("key", deviceKey)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        String person = declaration.person();
        audit.record(officer.doesFor(
                Part.CUSTOMS.agency(),
                AuditEvent.BORDER_DECIDED,
                person == null ? null : new PersonNumber(person),
                null,
                JointView.PURPOSE,
                Map.of("declaration", number, "duty", assessed.total().toString())));
    }

    private @Nullable UUID billed(Declaration declaration, Assessment assessed, String deviceKey) {
        String person = declaration.person();
        if (person == null || !assessed.total().isPositive()) {
            return null;
        }
        return bills.raise(new BillOrder(
                "border/" + deviceKey,
                new CaseNumber(declaration.number()),
                new PersonNumber(person),
                Part.CUSTOMS.agency(),
                HEAD,
                messages.text(Locale.ENGLISH, "border.duty.bill", declaration.number()),
                assessed.total()));
    }
}
