package bz.ceiba.systems.border;

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
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.systems.border.Extensions.Admission;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an officer approved it: keeps the new last day beside the decision that admitted the applicant, and signs the letter. */
@Component
@EffectName("border.extend-stay")
class ExtendStay implements CaseEffect {
    private static final Papers.Paper LETTER = new Papers.Paper(
            "stay-extension",
            "SXL",
            LocalizedText.of("Longer stay", "Prórroga de estadía"),
            "border.extension.says",
            "stay");

    private final Extensions extensions;
    private final CheckStay check;
    private final Declarations declarations;
    private final Documents documents;
    private final Papers papers;
    private final Cases cases;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    ExtendStay(
            Extensions extensions,
            CheckStay check,
            Declarations declarations,
            Documents documents,
            Papers papers,
            Cases cases,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.extensions = extensions;
        this.check = check;
        this.declarations = declarations;
        this.documents = documents;
        this.papers = papers;
        this.cases = cases;
        this.audit = audit;
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
        CaseEvent approved = cases.last(file.number(), List.of("approve")).orElseThrow();
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
        String declaration = file.facts().path("declaration").asString("");
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("border.extension.declaration", declaration);
        facts.put("border.extension.until", until.toString());
        ObjectNode data = json.createObjectNode()
                .put("type", LETTER.type())
                .put("holder", file.personName())
                .put("declaration", declaration)
                .put("until", until.toString());
        return papers.order(file, LETTER, facts, data, until);
    }
}
