package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** After an officer granted it: enters the permit from today on and signs its certificate. */
@Component
@EffectName("transport.register-permit")
class RegisterPermit implements CaseEffect {
    private static final String TYPE = "road-service-permit";
    private static final LocalizedText TITLE =
            LocalizedText.of("Permit to carry passengers", "Permiso para llevar pasajeros");

    private final Register register;
    private final Permits permits;
    private final CheckPermit check;
    private final RoadTax tax;
    private final Documents documents;
    private final Services services;
    private final Cases cases;
    private final Audit audit;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    RegisterPermit(
            Register register,
            Permits permits,
            CheckPermit check,
            RoadTax tax,
            Documents documents,
            Services services,
            Cases cases,
            Audit audit,
            Messages messages,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.register = register;
        this.permits = permits;
        this.check = check;
        this.tax = tax;
        this.documents = documents;
        this.services = services;
        this.cases = cases;
        this.audit = audit;
        this.messages = messages;
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
        JsonNode input = cases.history(file.number()).stream()
                .filter(event -> event.transition().equals("grant"))
                .reduce((first, second) -> second)
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
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(text("transport.plate"), plate);
        facts.put(text("transport.passengers.operator"), permit.operatorName());
        facts.put(text("transport.passengers.route"), route);
        facts.put(text("transport.passengers.departures"), permit.departures());
        facts.put(text("transport.passengers.conditions"), permit.conditions());
        return new IssueOrder(
                        file.number() + "/permit",
                        TYPE,
                        "RSP",
                        TITLE,
                        file.agency(),
                        file.person(),
                        file.personName(),
                        file.number(),
                        "documents/plain-pdf",
                        Map.of("facts", facts, "paragraphs", List.of(text("transport.passengers.says"))),
                        json.createObjectNode()
                                .put("type", TYPE)
                                .put("plate", plate)
                                .put("operator", permit.operatorName())
                                .put("route", route)
                                .put("departures", permit.departures())
                                .put("conditions", permit.conditions())
                                .put("until", until.toString()),
                        until,
                        null)
                .as(services.of(file).classOf(TYPE));
    }

    /** In both languages: who reads it may have the other one. */
    private String text(String key) {
        return messages.text(Locale.ENGLISH, key) + " / " + messages.text(Locale.of("es"), key);
    }
}
