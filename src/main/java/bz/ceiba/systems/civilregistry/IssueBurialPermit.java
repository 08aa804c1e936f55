package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.cases.CaseEffect;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.EffectName;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** After the registration of a death here: the permit to bury or cremate, once. Of a death abroad none is needed. */
@Component
@EffectName("civilregistry.permit")
class IssueBurialPermit implements CaseEffect {
    static final String TYPE = "burial-permit";

    private final Entries entries;
    private final CertificateTexts texts;
    private final Documents documents;
    private final Services services;
    private final Cases cases;
    private final JsonMapper json;

    IssueBurialPermit(
            Entries entries,
            CertificateTexts texts,
            Documents documents,
            Services services,
            Cases cases,
            JsonMapper json) {
        this.entries = entries;
        this.texts = texts;
        this.documents = documents;
        this.services = services;
        this.cases = cases;
        this.json = json;
    }

    /** By which it is found again, and never made twice. */
    static String key(Entry entry) {
        return entry.caseNumber() + "/" + TYPE;
    }

    @Override
    public void run(CaseFile file) {
        Entry entry = entries.ofCase(file.number()).orElseThrow();
        if (entry.kind() == Kind.ABROAD || entry.isAnnulled()) {
            return;
        }
        ObjectNode data = texts.permit(entry);
        String name = entry.names();
        IssuedDocument document = documents.issue(new IssueOrder(
                        key(entry),
                        TYPE,
                        "BP",
                        texts.title(TYPE),
                        file.agency(),
                        file.person(),
                        name.isEmpty() ? entry.reference().text() : name,
                        file.number(),
                        "civilregistry/certificate-pdf",
                        Map.of("text", texts.permitText(data)),
                        data,
                        null,
                        null)
                .as(services.of(file).classOf(TYPE)));
        if (!file.facts().path("permit").asString("").equals(document.number())) {
            cases.noteBySystem(file.number(), json.createObjectNode().put("permit", document.number()));
        }
    }
}
