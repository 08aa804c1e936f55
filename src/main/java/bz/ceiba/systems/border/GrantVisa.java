package bz.ceiba.systems.border;

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
import bz.ceiba.platform.web.Messages;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an officer granted it: looks the passport up once more, signs the visa, and keeps it for the border. */
@Component
@EffectName("border.grant-visa")
class GrantVisa implements CaseEffect {
    private static final Papers.Paper VISA =
            new Papers.Paper("visa", "VIS", LocalizedText.of("Visa", "Visa"), "border.visa.says", "visa");

    private final CheckVisa check;
    private final Visas visas;
    private final Documents documents;
    private final Papers papers;
    private final Cases cases;
    private final Questions questions;
    private final Messages messages;
    private final JsonMapper json;

    GrantVisa(
            CheckVisa check,
            Visas visas,
            Documents documents,
            Papers papers,
            Cases cases,
            Questions questions,
            Messages messages,
            JsonMapper json) {
        this.check = check;
        this.visas = visas;
        this.documents = documents;
        this.papers = papers;
        this.cases = cases;
        this.questions = questions;
        this.messages = messages;
        this.json = json;
    }

    /** What the officer granted. */
    private record Granted(LocalDate until, int days) {}

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("approved")) {
            return;
        }
        CaseEvent decided = cases.last(file.number(), List.of("grant")).orElseThrow();
        // What was signed by an earlier try stands, however the passport changed since.
        boolean signed = documents.findByKey(VISA.key(file)).isPresent();
        Optional<Granted> granted = granted(decided);
        ObjectNode facts = signed ? json.createObjectNode() : check.facts(file);
        if (granted.isEmpty() || !(signed || fits(granted.get(), file, facts))) {
            cases.advance(file.number(), "not-entered", facts.put("problem", "DAY"));
            return;
        }
        Granted one = granted.get();
        IssuedDocument visa = documents.issue(order(file, one));
        visas.grant(file, visa.number(), one.until(), one.days());
        cases.advance(
                file.number(),
                "signed",
                json.createObjectNode()
                        .put("visa", visa.number())
                        .put("until", one.until().toString())
                        .put("problem", ""));
    }

    private static Optional<Granted> granted(CaseEvent decided) {
        try {
            return Optional.of(new Granted(
                    LocalDate.parse(decided.input().path("until").asString("")),
                    Integer.parseInt(decided.input().path("days").asString(""))));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the day can be given, and the passport is the one that the officer saw. */
    private boolean fits(Granted granted, CaseFile file, ObjectNode facts) {
        LocalDate today = questions.today();
        String expiry = facts.path("expiry").asString("");
        boolean same = List.of("document", "issuer").stream()
                .allMatch(name -> facts.path(name).equals(file.facts().path(name)));
        return same
                && !expiry.isEmpty()
                && !granted.until().isBefore(today)
                && !granted.until().isAfter(LocalDate.parse(expiry))
                && !granted.until().isAfter(visas.rules().latest(isMultiple(file), today));
    }

    private static boolean isMultiple(CaseFile file) {
        return file.form().path("entries").asString("").equals("multiple");
    }

    private IssueOrder order(CaseFile file, Granted granted) {
        String document = file.facts().path("document").asString("");
        String issuer = file.facts().path("issuer").asString("");
        String entries = isMultiple(file) ? "multiple" : "single";
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "border.visa.nationality",
                IcaoStates.name(file.facts().path("nationality").asString(""), Locale.ENGLISH));
        facts.put("border.visa.passport", issuer + " " + document);
        facts.put("border.visa.entries", messages.everywhere("border.visa.entries." + entries));
        facts.put("border.visa.until", granted.until().toString());
        facts.put("border.visa.days", String.valueOf(granted.days()));
        ObjectNode data = json.createObjectNode()
                .put("type", VISA.type())
                .put("holder", file.personName())
                .put("issuer", issuer)
                .put("passport", document)
                .put("entries", entries)
                .put("days", granted.days())
                .put("until", granted.until().toString());
        return papers.order(file, VISA, facts, data, granted.until());
    }
}
