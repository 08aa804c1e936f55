package bz.ceiba.systems.border;

import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What Customs seized is acknowledged to the traveller by a signed receipt, and he is told where to read it. */
@Component
class SeizureReceipts {
    private static final String TYPE = "seizure-receipt";
    private static final LocalizedText TITLE =
            LocalizedText.of("Receipt for what was seized", "Recibo de lo decomisado");

    private final Documents documents;
    private final Notices notices;
    private final Messages messages;
    private final JsonMapper json;

    SeizureReceipts(Documents documents, Notices notices, Messages messages, JsonMapper json) {
        this.documents = documents;
        this.notices = notices;
        this.messages = messages;
        this.json = json;
    }

    private static String key(Decision seizure) {
        return "border/seizure/" + seizure.number() + "/" + seizure.position() + "/"
                + seizure.decidedAt().toEpochMilli();
    }

    Optional<IssuedDocument> of(Decision seizure) {
        return documents.findByKey(key(seizure));
    }

    /** Issues it, once for each seizure however often it is asked for; not in a transaction. */
    IssuedDocument issue(Decision seizure, PersonNumber holder, String name) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(messages.everywhere("border.extension.declaration"), seizure.number());
        facts.put(messages.everywhere("border.seizure.what"), seizure.words());
        facts.put(messages.everywhere("border.seizure.by"), seizure.byName());
        facts.put(messages.everywhere("border.seizure.at"), seizure.decidedAt().toString());
        IssuedDocument receipt = documents.issue(new IssueOrder(
                key(seizure),
                TYPE,
                "SZR",
                TITLE,
                Part.CUSTOMS.agency(),
                holder,
                name,
                new CaseNumber(seizure.number()),
                "documents/plain-pdf",
                Map.of("facts", facts, "paragraphs", List.of(messages.everywhere("border.seizure.says"))),
                json.createObjectNode()
                        .put("type", TYPE)
                        .put("holder", name)
                        .put("declaration", seizure.number())
                        .put("seized", seizure.words())
                        .put("at", seizure.decidedAt().toString()),
                null,
                null));
        notices.send(new Notice(
                key(seizure),
                holder,
                "border.notice.seized",
                Map.of("name", name, "number", receipt.number(), "declaration", seizure.number()),
                null));
        return receipt;
    }
}
