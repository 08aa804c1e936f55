package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Papers;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an officer approved it: enters what the applicant may drive from now on, and signs his licence. */
@Component
@EffectName("transport.register-licence")
class RegisterLicence implements CaseEffect {
    private static final Papers.Paper LICENCE = new Papers.Paper(
            "driving-licence",
            "DLC",
            LocalizedText.of("Driving licence", "Licencia de conducir"),
            "transport.licence.says",
            "licence");
    private static final Papers.Paper PERMIT = new Papers.Paper(
            "international-driving-permit",
            "IDP",
            LocalizedText.of("International driving permit", "Permiso internacional de conducir"),
            "transport.permit.says",
            "licence");

    private record Given(Stage stage, String licence, LocalDate until) {}

    private final Register register;
    private final Drivers drivers;
    private final Plates numbers;
    private final CheckDriver check;
    private final Documents documents;
    private final Cards cards;
    private final Outdated outdated;
    private final Endorsements endorsements;
    private final LicenceCodes codes = LicenceCodes.load();
    private final Papers papers;
    private final Cases cases;
    private final Audit audit;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final JdbcClient db;
    private final JsonMapper json;

    RegisterLicence(
            Register register,
            Drivers drivers,
            Plates numbers,
            CheckDriver check,
            Documents documents,
            Cards cards,
            Outdated outdated,
            Endorsements endorsements,
            Papers papers,
            Cases cases,
            Audit audit,
            Messages messages,
            TransactionTemplate transaction,
            JdbcClient db,
            JsonMapper json) {
        this.register = register;
        this.drivers = drivers;
        this.numbers = numbers;
        this.check = check;
        this.documents = documents;
        this.cards = cards;
        this.outdated = outdated;
        this.endorsements = endorsements;
        this.papers = papers;
        this.cases = cases;
        this.audit = audit;
        this.messages = messages;
        this.transaction = transaction;
        this.db = db;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        if (!file.state().equals("approved")) {
            return;
        }
        CheckDriver.Applicant applicant = check.applicant(file);
        LocalDate born = applicant
                .born()
                .orElseThrow(() ->
                        new IllegalStateException("nobody knows how old the applicant of " + file.number() + " is"));
        Optional<Given> given =
                Objects.requireNonNull(transaction.execute(status -> enter(file, born, applicant.district())));
        if (given.isEmpty()) {
            return;
        }
        boolean abroad = CheckDriver.kind(file).equals(CheckDriver.INTERNATIONAL);
        IssueOrder order = order(file, given.get(), abroad ? PERMIT : LICENCE);
        IssuedDocument document = documents.issue(order);
        if (!abroad) {
            replace(file, card(file, given.get(), born, document, documents.code(order, document)));
        }
        cases.advance(
                file.number(),
                "issued",
                json.createObjectNode().put("licence", given.get().licence()).put("document", document.number()));
    }

    private Card card(CaseFile file, Given given, LocalDate born, IssuedDocument document, String code) {
        return new Card(
                document.number(),
                file.number(),
                file.person(),
                file.personName(),
                born,
                given.licence(),
                CheckDriver.licenceClass(file),
                given.stage(),
                LocalDate.ofInstant(document.issuedAt(), Country.ZONE),
                given.until(),
                UUID.fromString(file.form().path("photo").asString("")),
                code,
                endorsements.codes(file.person(), CheckDriver.licenceClass(file)));
    }

    /** The licences of this class before it are no longer valid, and its card waits for the printer. */
    private void replace(CaseFile file, Card card) {
        String document = card.document();
        String licenceClass = CheckDriver.licenceClass(file);
        transaction.executeWithoutResult(status -> {
            outdated.revoke(
                    db.sql(
                                    "select document from transport.licence_document where holder = ? and class = ? and document <> ?")
                            .param(file.person().digits())
                            .param(licenceClass)
                            .param(document)
                            .query(String.class)
                            .list(),
                    file.number());
            drivers.shown(document, file.person(), licenceClass);
            cards.add(card);
        });
    }

    /** What is entered, by this or an earlier try; nothing when the register has changed since the officer looked. */
    private Optional<Given> enter(CaseFile file, LocalDate born, String district) {
        Change change = register.change(
                Origin.of(file.number(), "licensed"), file.person().digits());
        String licenceClass = CheckDriver.licenceClass(file);
        Optional<Given> before = given(file);
        if (before.isPresent()) {
            return before;
        }
        ObjectNode facts = check.facts(file, Optional.of(born));
        if (!facts.path("bars").asString("").isEmpty()
                || !facts.path("has")
                        .asString("")
                        .equals(file.facts().path("has").asString(""))) {
            cases.advance(file.number(), "found-more", facts);
            return Optional.empty();
        }
        if (!isEntered(file)) {
            return drivers.entitlements(file.person()).stream()
                    .filter(one -> one.licenceClass().equals(licenceClass))
                    .map(this::good)
                    .findFirst();
        }
        Stage stage = stage(file);
        LocalDate until = check.rules().until(stage, born, check.today());
        String licence = drivers.licence(file.person()).orElseGet(numbers::nextLicence);
        register.entitle(
                change,
                file.person(),
                licenceClass,
                stage,
                licence,
                district,
                new Span(change.at(), DrivingRules.after(until)));
        audit.record(AuditEntry.bySystem(
                AuditEvent.REGISTER_CHANGED,
                file.person(),
                file.number(),
                Map.of("record", licence, "change", Long.toString(change.id()))));
        return Optional.of(new Given(stage, licence, until));
    }

    private Optional<Given> given(CaseFile file) {
        return drivers.entitledBy(file.number()).map(this::good);
    }

    private Given good(Entitlement one) {
        return new Given(
                one.stage(),
                one.licence(),
                LocalDate.ofInstant(Optional.ofNullable(one.until()).orElseThrow(), Country.ZONE)
                        .minusDays(1));
    }

    /** A replacement and a permit for other countries say what the register says already. */
    private static boolean isEntered(CaseFile file) {
        return !Set.of(CheckDriver.REPLACEMENT, CheckDriver.INTERNATIONAL).contains(CheckDriver.kind(file));
    }

    private static Stage stage(CaseFile file) {
        return switch (CheckDriver.kind(file)) {
            case CheckDriver.LEARNER -> Stage.LEARNER;
            case "full" -> Stage.PROVISIONAL;
            default -> Stage.FULL;
        };
    }

    private IssueOrder order(CaseFile file, Given given, Papers.Paper paper) {
        LocalDate until = paper.equals(PERMIT)
                ? least(given.until(), check.today().plusYears(1).minusDays(1))
                : given.until();
        String licenceClass = CheckDriver.licenceClass(file);
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("transport.licence", given.licence());
        facts.put("transport.class", licenceClass + ": " + messages.everywhere("transport.class." + licenceClass));
        facts.put(
                "transport.stage",
                messages.everywhere("transport.stage." + given.stage().name()));
        String kept = endorsements.codes(file.person(), licenceClass);
        if (!kept.isEmpty()) {
            facts.put(
                    "transport.codes",
                    codes.spelled(kept, Locale.ENGLISH) + " / " + codes.spelled(kept, Locale.of("es")));
        }
        ObjectNode data = json.createObjectNode()
                .put("type", paper.type())
                .put("licence", given.licence())
                .put("class", licenceClass)
                .put("stage", given.stage().name())
                .put("holder", file.personName())
                .put("until", until.toString());
        if (!kept.isEmpty()) {
            data.put("codes", kept);
        }
        return papers.order(file, paper, facts, data, until);
    }

    private static LocalDate least(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
