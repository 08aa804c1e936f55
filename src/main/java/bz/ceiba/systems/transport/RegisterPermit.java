package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Papers;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an officer granted it: enters the permit from today on and signs its certificate. */
@Component
@EffectName("transport.register-permit")
class RegisterPermit implements CaseEffect {
    private static final Papers.Paper CERTIFICATE = new Papers.Paper(
            "road-service-permit",
            "RSP",
            LocalizedText.of("Permit to carry passengers", "Permiso para llevar pasajeros"),
            "transport.passengers.says",
            "permit");

    private final Register register;
    private final Permits permits;
    private final CheckPermit check;
    private final RoadTax tax;
    private final Documents documents;
    private final Papers papers;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RegisterPermit(
            Register register,
            Permits permits,
            CheckPermit check,
            RoadTax tax,
            Documents documents,
            Papers papers,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.register = register;
        this.permits = permits;
        this.check = check;
        this.tax = tax;
        this.documents = documents;
        this.papers = papers;
        this.cases = cases;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("approved") || !Boolean.TRUE.equals(transaction.execute(status -> enter(file)))) {
            return;
        }
        Permit permit = permits.find(file.number()).orElseThrow();
        LocalDate until = permits.lastDay(file.number()).orElseThrow();
        Vehicle vehicle = register.find(permit.vehicle()).orElseThrow();
        IssuedDocument document = documents.issue(order(file, permit, vehicle, until));
        cases.advance(
                file.number(),
                "granted",
                json.createObjectNode().put("document", document.number()).put("until", until.toString()));
    }

    /** Answers whether it is entered, by this or an earlier try; not when the register has changed since the officer looked. */
    private boolean enter(CaseFile file) {
        Change change = register.change(
                Origin.of(file.number(), "permitted"),
                file.facts().path("vehicle").asString(""));
        if (permits.find(file.number()).isPresent()) {
            return true;
        }
        if (!check.against(file).isEmpty()) {
            cases.advance(file.number(), "found-more", check.facts(file));
            return false;
        }
        JsonNode input = cases.last(file.number(), List.of("grant"))
                .map(CaseEvent::input)
                .orElseThrow();
        Vehicle vehicle = tax.vehicle(file).orElseThrow();
        LocalDate first = LocalDate.ofInstant(change.at(), Country.ZONE);
        Instant to = first.plusMonths(Integer.parseInt(input.path("months").asString()))
                .atStartOfDay(Country.ZONE)
                .toInstant();
        permits.add(
                new Permit(
                        file.number(),
                        vehicle.id(),
                        file.person().digits(),
                        file.personName(),
                        file.form().path("route").asString(""),
                        file.form().path("departures").asString(""),
                        input.path("conditions").asString("")),
                new Span(change.at(), to));
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                file.person(),
                file.number(),
                Map.of("record", vehicle.chassis(), "change", Long.toString(change.id()))));
        return true;
    }

    private IssueOrder order(CaseFile file, Permit permit, Vehicle vehicle, LocalDate until) {
        String plate = Objects.requireNonNullElse(register.now(vehicle).plateOrNone(), vehicle.chassis());
        String route = permits.routes().find(permit.route()).map(Route::name).orElse(permit.route());
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("transport.plate", plate);
        facts.put("transport.passengers.operator", permit.operatorName());
        facts.put("transport.passengers.route", route);
        facts.put("transport.passengers.departures", permit.departures());
        facts.put("transport.passengers.conditions", permit.conditions());
        ObjectNode data = json.createObjectNode()
                .put("type", CERTIFICATE.type())
                .put("plate", plate)
                .put("operator", permit.operatorName())
                .put("route", route)
                .put("departures", permit.departures())
                .put("conditions", permit.conditions())
                .put("until", until.toString());
        return papers.order(file, CERTIFICATE, facts, data, until);
    }
}
