package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.SignedCodes;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.BillOrder;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Duty.Article;
import bz.ceiba.systems.border.Duty.Assessment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down what Customs assessed, and bills it to the traveller if he has a number, or as soon as he has one: he pays at the counter or on his phone,
 * and has a receipt. What is sent twice with one key is assessed once.
 */
@Component
class AssessDuty {
    private static final String HEAD = "CUS-01";

    private final JdbcClient db;
    private final Declarations declarations;
    private final Registered registered;
    private final Bills bills;
    private final BorderRules rules;
    private final Messages messages;
    private final JsonMapper json;
    private final Audit audit;
    private final Clock clock;
    private final String baseUrl;

    AssessDuty(
            JdbcClient db,
            Declarations declarations,
            Registered registered,
            Bills bills,
            BorderRules rules,
            Messages messages,
            JsonMapper json,
            Audit audit,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.declarations = declarations;
        this.registered = registered;
        this.bills = bills;
        this.rules = rules;
        this.messages = messages;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    private record Row(
            long id,
            String number,
            @Nullable Integer position,
            long cents,
            boolean permit,
            @Nullable UUID bill,
            String byName,
            Instant at) {}

    private static Row read(ResultSet row, int n) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("number"),
                row.getObject("position", Integer.class),
                row.getLong("cents"),
                row.getBoolean("needs_permit"),
                row.getObject("bill", UUID.class),
                row.getString("by_name"),
                row.getObject("assessed_at", OffsetDateTime.class).toInstant());
    }

    /** All of a declaration, the newest first, and how their bills stand. */
    List<AssessedDuty> of(String number) {
        List<Row> rows =
                db.sql("""
                select id, number, position, cents, needs_permit, bill, by_name, assessed_at from border.assessment
                where number = :number order by id desc limit 50
                """).param("number", number).query(AssessDuty::read).list();
        return standing(rows);
    }

    private AssessedDuty assessed(Row row, Map<UUID, Bill> raised) {
        UUID id = row.bill();
        Bill bill = id == null ? null : raised.get(id);
        boolean open = bill != null && bill.status() == Bill.BillStatus.OPEN;
        return new AssessedDuty(
                row.id(),
                row.number(),
                row.position(),
                Money.ofCents(row.cents()),
                row.permit(),
                bill,
                open ? SignedCodes.picture(baseUrl + "/payments/bills/" + id) : null,
                row.byName(),
                row.at());
    }

    /** What who travels on a declaration has not paid, on this or an earlier one; the last first. */
    List<AssessedDuty> unpaid(Declaration declaration) {
        List<Row> rows = db.sql("""
                select id, number, position, cents, needs_permit, bill, by_name, assessed_at from border.assessment
                where cents > 0 and (number = :number or number in (
                  select earlier.number
                  from border.traveller t
                  join border.registered r on r.passport_mac = t.document_mac
                  join border.registered earlier on earlier.person = r.person
                  where t.number = :number and t.version = :version))
                order by id desc limit 50
                """)
                .param("number", declaration.number())
                .param("version", declaration.version())
                .query(AssessDuty::read)
                .list();
        return standing(rows).stream().filter(AssessedDuty::isUnpaid).toList();
    }

    private List<AssessedDuty> standing(List<Row> rows) {
        Map<UUID, Bill> raised = rows.stream()
                .filter(row -> row.bill() != null)
                .map(Row::number)
                .distinct()
                .flatMap(number -> bills.of(new CaseNumber(number)).stream())
                .collect(Collectors.toMap(Bill::id, Function.identity()));
        return rows.stream().map(row -> assessed(row, raised)).toList();
    }

    /** What is to be paid on goods beside all that was assessed on the declaration before: its travellers have their allowances once. */
    Assessment assessed(Declaration declaration, List<Article> articles) throws Duty.Unknown {
        return Duty.assess(
                rules, earlier(declaration.number()), articles, declaration.travellers(), Country.today(clock));
    }

    /** What was assessed before, and not cancelled. */
    private List<Article> earlier(String number) {
        Set<UUID> cancelled = bills.of(new CaseNumber(number)).stream()
                .filter(bill -> bill.status() == Bill.BillStatus.CANCELLED)
                .map(Bill::id)
                .collect(Collectors.toSet());
        List<Article> articles = new ArrayList<>();
        db.sql("select lines, bill from border.assessment where number = :number order by id")
                .param("number", number)
                .query(row -> {
                    UUID bill = row.getObject("bill", UUID.class);
                    if (bill == null || !cancelled.contains(bill)) {
                        json.readTree(row.getString("lines"))
                                .forEach(line -> articles.add(json.treeToValue(line.path("article"), Article.class)));
                    }
                });
        return articles;
    }

    /**
     * Assesses goods, writes it down, and bills it to whom it is about if he has a number.
     *
     * @param position of the traveller, or null for the whole declaration
     * @throws Problem NOT_FOUND, CONFLICT when the declaration was withdrawn
     * @throws Duty.Unknown and nothing is written when the tariff or the rates do not have something
     */
    @Transactional
    public void save(String number, @Nullable Integer position, List<Article> articles, Actor officer, String deviceKey)
            throws Duty.Unknown {
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
        Assessment assessed = assessed(declaration, articles);
        Optional<PersonNumber> payer = registered.answerable(declaration, position);
        UUID bill = payer.isEmpty() || !assessed.total().isPositive()
                ? null
                : raise(declaration, payer.get(), assessed.total(), deviceKey);
        db.sql("""
                insert into border.assessment (number, position, lines, cents, needs_permit, bill, by, by_name, device_key, assessed_at)
                values (:number, :position, cast(:lines as jsonb), :cents, :permit, :bill, :by, :name, :key, :now)
                """)
                .param("number", number)
                .param("position", position, Types.INTEGER)
                .param("lines", json.writeValueAsString(assessed.lines()))
                .param("cents", assessed.total().cents())
                .param("permit", assessed.needsPermit())
                .param("bill", bill, Types.OTHER)
                .param("by", officer.number())
                .param("name", officer.name())
                .param("key", deviceKey)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        record(number, payer, officer, assessed.total());
    }

    private void record(String number, Optional<PersonNumber> payer, Actor officer, Money total) {
        audit.record(officer.doesFor(
                Part.CUSTOMS.agency(),
                AuditEvent.BORDER_DECIDED,
                payer.orElse(null),
                null,
                JointView.PURPOSE,
                Map.of("declaration", number, "duty", total.toString())));
    }

    private record Unbilled(long cents, String deviceKey) {}

    /**
     * Bills what was assessed when nobody had a number; once, however often it is asked for.
     *
     * @throws Problem NOT_FOUND, CONFLICT while still nobody has one
     */
    @Transactional
    public void bill(String number, long id, @Nullable Integer position, Actor officer) {
        Declaration declaration = declarations
                .locked(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        Optional<Unbilled> unbilled = db.sql("""
                select cents, device_key from border.assessment where id = :id and number = :number and bill is null and cents > 0
                """)
                .param("id", id)
                .param("number", number)
                .query((row, n) -> new Unbilled(row.getLong("cents"), row.getString("device_key")))
                .optional();
        if (unbilled.isEmpty()) {
            return;
        }
        PersonNumber payer = registered
                .answerable(declaration, position)
                .orElseThrow(() -> new Problem(Problem.Kind.CONFLICT, "border.problem.nobody-to-bill"));
        Money total = Money.ofCents(unbilled.get().cents());
        db.sql("update border.assessment set bill = :bill, position = :position where id = :id")
                .param("bill", raise(declaration, payer, total, unbilled.get().deviceKey()), Types.OTHER)
                .param("position", position, Types.INTEGER)
                .param("id", id)
                .update();
        record(number, Optional.of(payer), officer, total);
    }

    private UUID raise(Declaration declaration, PersonNumber payer, Money total, String deviceKey) {
        return bills.raise(new BillOrder(
                "border/" + deviceKey,
                new CaseNumber(declaration.number()),
                payer,
                Part.CUSTOMS.agency(),
                HEAD,
                messages.text(Locale.ENGLISH, "border.duty.bill", declaration.number()),
                total));
    }
}
