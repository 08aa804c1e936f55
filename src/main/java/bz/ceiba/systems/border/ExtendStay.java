package bz.ceiba.systems.border;

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
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Extensions.Admission;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** After an officer approved it: keeps the new last day beside the decision that admitted the applicant, and signs the letter. */
@Component
@EffectName("border.extend-stay")
class ExtendStay implements CaseEffect {
    private static final String TYPE = "stay-extension";
    private static final LocalizedText TITLE = LocalizedText.of("Longer stay", "Prórroga de estadía");

    private final Extensions extensions;
    private final CheckStay check;
    private final Declarations declarations;
    private final Documents documents;
    private final Services services;
    private final Cases cases;
    private final Audit audit;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    ExtendStay(
            Extensions extensions,
            CheckStay check,
            Declarations declarations,
            Documents documents,
            Services services,
            Cases cases,
            Audit audit,
            Messages messages,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.extensions = extensions;
        this.check = check;
        this.declarations = declarations;
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
        if (!file.state().equals("approved")) {
            return;
        }
        Optional<LocalDate> until = Objects.requireNonNull(transaction.execute(status -> enter(file)));
        if (until.isEmpty()) {
            return;
        }
        IssuedDocument letter = documents.issue(order(file, until.get()));
        cases.advance(
                file.number(),
                "extended",
                json.createObjectNode().put("until", until.get().toString()).put("document", letter.number()));
    }

    /** The day that is entered, by this or an earlier try; nothing when it can't be given. */
    private Optional<LocalDate> enter(CaseFile file) {
        String number = file.facts().path("declaration").asString("");
        declarations.locked(number);
        Optional<LocalDate> before = extensions.granted(file.number());
        if (before.isPresent()) {
            return before;
        }
        CaseEvent approved = cases.history(file.number()).stream()
                .filter(event -> event.transition().equals("approve"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        Optional<Admission> admission =
                extensions.of(file).filter(one -> one.number().equals(number));
        Optional<LocalDate> until = day(approved.input().path("until").asString(""))
                .filter(day -> admission
                        .filter(one -> day.isAfter(one.stay().until()) && !day.isAfter(extensions.latest(one.stay())))
                        .isPresent());
        if (until.isEmpty() || admission.isEmpty()) {
            cases.advance(file.number(), "not-entered", check.facts(admission).put("problem", "DAY"));
            return Optional.empty();
        }
        extensions.grant(file, admission.get(), until.get(), approved.actor());
        audit.record(AuditEntry.bySystem(
                AuditEvent.BORDER_DECIDED,
                file.person(),
                file.number(),
                Map.of("declaration", number, "until", until.get().toString())));
        return until;
    }

    private static Optional<LocalDate> day(String typed) {
        try {
            return Optional.of(LocalDate.parse(typed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private IssueOrder order(CaseFile file, LocalDate until) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                text("border.extension.declaration"),
                file.facts().path("declaration").asString(""));
        facts.put(text("border.extension.until"), until.toString());
        return new IssueOrder(
                        file.number() + "/stay",
                        TYPE,
                        "SXL",
                        TITLE,
                        file.agency(),
                        file.person(),
                        file.personName(),
                        file.number(),
                        "documents/plain-pdf",
                        Map.of("facts", facts, "paragraphs", List.of(text("border.extension.says"))),
                        json.createObjectNode()
                                .put("type", TYPE)
                                .put("holder", file.personName())
                                .put(
                                        "declaration",
                                        file.facts().path("declaration").asString(""))
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
