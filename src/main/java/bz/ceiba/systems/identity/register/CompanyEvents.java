package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.Companies.Company;
import bz.ceiba.systems.identity.register.CompanyReader.Officer;
import bz.ceiba.systems.identity.register.CompanyReader.Told;
import bz.ceiba.systems.identity.register.MandateRows.End;
import bz.ceiba.systems.identity.register.MandateRows.Row;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes what the register of companies tells: {@code identity.company}. Each message says the whole of what it has of a company on a day;
 * of two the one of the later day counts, whatever the order in which they arrive.
 */
@Component
class CompanyEvents implements Receiver {
    static final String SERVICE = "identity.company";

    private final JdbcClient db;
    private final Companies companies;
    private final MandateRows mandates;
    private final People people;
    private final Notices notices;
    private final Audit audit;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    private record Seen(byte[] fingerprint, String company) {}

    CompanyEvents(
            JdbcClient db,
            Companies companies,
            MandateRows mandates,
            People people,
            Notices notices,
            Audit audit,
            Messages messages,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.companies = companies;
        this.mandates = mandates;
        this.people = people;
        this.notices = notices;
        this.audit = audit;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public JsonNode receive(Message message) {
        LocalDate today = Country.today(clock);
        CompanyReader reader = new CompanyReader(message, messages, people, today);
        Told told = reader.read();
        // One message about a company at a time, also of one that is not entered yet.
        db.sql("select pg_advisory_xact_lock(hashtextextended(:company, 0))")
                .param("company", "company\n" + told.registration())
                .query((row, n) -> true)
                .single();
        byte[] fingerprint = Sha256.of(message.body().toString());
        Optional<Seen> seen = seen(message.sender(), told.event());
        if (seen.isPresent()) {
            if (!Arrays.equals(seen.get().fingerprint(), fingerprint)) {
                reader.fault("/event", "other-message");
            }
            reader.done();
            return answer(seen.get().company(), true);
        }
        Optional<Company> known = companies.registered(told.registration());
        Company company = known.orElseGet(() -> companies.enter(told.registration(), told.name(), told.on()));
        boolean applied = known.isEmpty() || !told.on().isBefore(company.toldOn());
        if (applied) {
            companies.change(company.number(), told.name(), !told.dissolved(), told.on());
            officers(company, told, today);
        }
        add(message, told, company, fingerprint, applied);
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_CHANGED,
                message.toldBy(),
                message.toldByName(),
                message.sender(),
                company.number(),
                null,
                message.purpose(),
                Map.of("record", SERVICE, "event", told.event(), "applied", String.valueOf(applied))));
        return answer(company.number().digits(), false);
    }

    /** Who is an officer as before stays one, so that nobody is told for nothing; who is not named any more has left. */
    private void officers(Company company, Told told, LocalDate today) {
        Set<Matter> joint = told.joint() ? Set.of(Matter.ALL) : Set.of();
        List<Officer> coming = new ArrayList<>(told.dissolved() ? List.of() : told.officers());
        coming.removeIf(officer -> officer.until() != null && !officer.until().isAfter(today));
        for (Row row : mandates.officers(company.number())) {
            Optional<Officer> same = coming.stream()
                    .filter(officer -> officer.person().equals(row.actor())
                            && officer.role().equals(row.role())
                            && officer.from().equals(row.from())
                            && Objects.equals(officer.until(), row.until())
                            && joint.equals(row.joint()))
                    .findFirst();
            if (same.isPresent()) {
                coming.remove(same.get());
            } else {
                leave(company, row, coming);
            }
        }
        for (Officer officer : coming) {
            mandates.office(officer.person(), company.number(), officer.role(), joint, officer.from(), officer.until());
            record(AuditEvent.REPRESENTATION_GIVEN, company, officer.person());
            tell(officer.person(), told.name(), "identity.notice.office-begun");
        }
    }

    /** One that only changes goes on as another row, without a word that it has ended. */
    private void leave(Company company, Row row, List<Officer> coming) {
        mandates.end(row.id(), End.LEFT);
        record(AuditEvent.REPRESENTATION_ENDED, company, row.actor());
        if (coming.stream().noneMatch(officer -> officer.person().equals(row.actor()))) {
            tell(row.actor(), company.name(), "identity.notice.office-over");
        }
    }

    private void record(AuditEvent event, Company company, PersonNumber officer) {
        audit.record(AuditEntry.bySystem(
                event, company.number(), null, Map.of("actor", officer.digits(), "ground", "OFFICER")));
    }

    private void tell(PersonNumber officer, String company, String template) {
        people.find(officer)
                .filter(person -> person.status() == Person.Status.ACTIVE)
                .ifPresent(person -> notices.send(new Notice(
                        "company/" + UUID.randomUUID(),
                        officer,
                        template,
                        Map.of("name", person.name(), "other", company),
                        null)));
    }

    private Optional<Seen> seen(String source, String event) {
        return db.sql(
                        "select fingerprint, company from identity.company_event where source = :source and event = :event")
                .param("source", source)
                .param("event", event)
                .query((row, n) -> new Seen(row.getBytes("fingerprint"), row.getString("company")))
                .optional();
    }

    private JsonNode answer(String company, boolean known) {
        return json.createObjectNode().put("company", company).put("known", known);
    }

    private void add(Message message, Told told, Company company, byte[] fingerprint, boolean applied) {
        db.sql("""
                insert into identity.company_event (source, event, company, happened_on, reference, message, fingerprint, told_by,
                  told_by_name, received_at, applied)
                values (:source, :event, :company, :on, :reference, :message::jsonb, :fingerprint, :by, :name, :at, :applied)
                """)
                .param("source", message.sender())
                .param("event", told.event())
                .param("company", company.number().digits())
                .param("on", told.on())
                .param("reference", told.reference())
                .param("message", message.body().toString())
                .param("fingerprint", fingerprint)
                .param("by", message.toldBy())
                .param("name", message.toldByName())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("applied", applied)
                .update();
    }
}
