package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A document to be issued.
 *
 * @param key makes it recognisable: the same key again answers the document that is there
 * @param type what it is, as the definition names it, such as {@code police-record-certificate}
 * @param prefix the letters that its number begins with, such as {@code PRC}
 * @param title its title
 * @param template the jte template of its page, such as {@code policerecords/certificate-pdf}
 * @param model the template's further parameters
 * @param data what is embedded as JSON; the machine-readable form of what the page says
 * @param validUntil the last day on which it is valid, or null for ever
 * @param replaces the number of a lost document that this one replaces, or null
 * @param documentClass how long its signature must be provable
 */
public record IssueOrder(
        String key,
        String type,
        String prefix,
        LocalizedText title,
        String agency,
        PersonNumber holder,
        String holderName,
        CaseNumber caseNumber,
        String template,
        Map<String, Object> model,
        JsonNode data,
        @Nullable LocalDate validUntil,
        @Nullable String replaces,
        DocumentClass documentClass) {
    /** The type of receipts: they belong to a payment and not to what a case decided, so no case lists or revokes them. */
    public static final String RECEIPT = "payment-receipt";

    /** An ordinary document. */
    public IssueOrder(
            String key,
            String type,
            String prefix,
            LocalizedText title,
            String agency,
            PersonNumber holder,
            String holderName,
            CaseNumber caseNumber,
            String template,
            Map<String, Object> model,
            JsonNode data,
            @Nullable LocalDate validUntil,
            @Nullable String replaces) {
        this(
                key,
                type,
                prefix,
                title,
                agency,
                holder,
                holderName,
                caseNumber,
                template,
                model,
                data,
                validUntil,
                replaces,
                DocumentClass.ORDINARY);
    }

    /** The same order for a document of that class. */
    public IssueOrder as(DocumentClass other) {
        return new IssueOrder(
                key,
                type,
                prefix,
                title,
                agency,
                holder,
                holderName,
                caseNumber,
                template,
                model,
                data,
                validUntil,
                replaces,
                other);
    }
}
