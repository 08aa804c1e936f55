package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After an officer found no impediment, or a supervisor could not let them wait: signs what they show to the celebrant. */
@Component
@EffectName("civilregistry.clear-marriage")
class ClearMarriage implements CaseEffect {
    private static final String TYPE = "marriage-clearance";
    private static final String BY_LICENCE = "licence";
    private static final Set<String> GIVEN = Set.of("certify", BY_LICENCE);
    private static final LocalizedText CERTIFICATE =
            LocalizedText.of("Certificate of no impediment", "Certificado de no impedimento");
    private static final LocalizedText LICENCE = LocalizedText.of("Marriage licence", "Licencia de matrimonio");

    private final Intentions intentions;
    private final Notifications notifications;
    private final Solemnisations solemnisations;
    private final UnionRules rules;
    private final CertificateTexts texts;
    private final Documents documents;
    private final Cases cases;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    ClearMarriage(
            Intentions intentions,
            Notifications notifications,
            Solemnisations solemnisations,
            UnionRules rules,
            CertificateTexts texts,
            Documents documents,
            Cases cases,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.intentions = intentions;
        this.notifications = notifications;
        this.solemnisations = solemnisations;
        this.rules = rules;
        this.texts = texts;
        this.documents = documents;
        this.cases = cases;
        this.transaction = transaction;
        this.json = json;
    }

    @Override
    public void run(CaseFile file) {
        CaseEvent given = cases.last(file.number(), GIVEN)
                .orElseThrow(() -> new IllegalStateException(file.number() + " was not certified"));
        if (intentions.find(file.number()).orElseThrow().isOwn(given.actor())) {
            cases.advance(file.number(), "own-case", json.createObjectNode());
            return;
        }
        boolean licence = given.transition().equals(BY_LICENCE);
        LocalDate on = LocalDate.ofInstant(given.at(), Country.ZONE);
        LocalDate until = on.plusDays(rules.on(on).certificateDays());
        IssuedDocument document = documents.issue(order(file, licence, until));
        transaction.executeWithoutResult(status -> {
            intentions.clear(file.number(), new Clearance(file.number(), document.number(), licence, on, until));
            cases.noteBySystem(
                    file.number(),
                    json.createObjectNode().put("licence", document.number()).put("licenceUntil", until.toString()));
            // After an appeal the wedding may have been notified long ago.
            notifications.ofClearance(document.number()).ifPresent(one -> solemnisations.heard(one.facts()));
        });
    }

    private IssueOrder order(CaseFile file, boolean licence, LocalDate until) {
        Intention intention = intentions.find(file.number()).orElseThrow();
        ObjectNode data = json.createObjectNode()
                .put("type", TYPE)
                .put("licence", licence)
                .put(Field.ONE_NAME.key(), intention.oneName())
                .put(Field.OTHER_NAME.key(), intention.otherName())
                .put("until", until.toString());
        return new IssueOrder(
                file.number() + "/clearance",
                TYPE,
                licence ? "ML" : "NI",
                licence ? LICENCE : CERTIFICATE,
                file.agency(),
                file.person(),
                intention.oneName() + ", " + intention.otherName(),
                file.number(),
                "civilregistry/certificate-pdf",
                Map.of("text", texts.clearance(data)),
                data,
                until,
                null);
    }
}
