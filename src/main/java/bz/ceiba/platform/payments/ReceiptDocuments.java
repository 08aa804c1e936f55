package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Receipts.Receipt;
import bz.ceiba.platform.web.Messages;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receipts as signed documents, which anybody can verify by number, code and file. One is made when it is first asked for in a
 * language; the same one is given out from then on.
 */
@Component
class ReceiptDocuments {
    private static final String PREFIX = "RCP";

    private final Documents documents;
    private final Receipts receipts;
    private final Messages messages;
    private final JsonMapper json;

    ReceiptDocuments(Documents documents, Receipts receipts, Messages messages, JsonMapper json) {
        this.documents = documents;
        this.receipts = receipts;
        this.messages = messages;
        this.json = json;
    }

    private static String key(String receipt, String language) {
        return "receipt/" + receipt + "/" + language;
    }

    /** Makes many at once, several at a time; what is there already stays. Never within a transaction. */
    void issueAll(Map<Receipt, Bill> many, Locale locale) {
        documents.issueAll(
                many.entrySet().stream()
                        .map(one -> order(one.getKey(), one.getValue(), locale))
                        .iterator(),
                document -> {});
    }

    /** The signed PDF of a receipt; never within a transaction. A reversed one says so in its verification. */
    InputStream open(Receipt receipt, Bill bill, Locale locale) {
        IssuedDocument document = documents.issue(order(receipt, bill, locale));
        // Asked again: it may have been reversed while the document was being signed.
        if (receipts.find(receipt.number()).orElseThrow().reversedAt() != null) {
            revoke(document, bill);
        }
        return documents.open(document);
    }

    private IssueOrder order(Receipt receipt, Bill bill, Locale locale) {
        String day = messages.date(locale, LocalDate.ofInstant(receipt.at(), Country.ZONE));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(messages.text(locale, "payments.receipt"), receipt.number());
        facts.put(messages.text(locale, "payments.amount"), receipt.amount().toString());
        facts.put(messages.text(locale, "payments.for"), bill.title());
        facts.put(messages.text(locale, "payments.case"), bill.caseNumber().text());
        facts.put(messages.text(locale, "payments.date"), day);
        facts.put(
                messages.text(locale, "payments.method"), messages.text(locale, "payments.method." + method(receipt)));
        return new IssueOrder(
                key(receipt.number(), locale.getLanguage()),
                IssueOrder.RECEIPT,
                PREFIX,
                LocalizedText.of(
                        messages.text(Locale.ENGLISH, "payments.receipt.title", receipt.number()),
                        messages.text(Locale.of("es"), "payments.receipt.title", receipt.number())),
                bill.agency(),
                bill.payer(),
                // Payments know numbers, not names.
                bill.payer().grouped(),
                bill.caseNumber(),
                "documents/plain-pdf",
                Map.of("facts", facts, "language", locale.getLanguage()),
                json.valueToTree(Map.of(
                        "receipt", receipt.number(),
                        "amount", receipt.amount().cents(),
                        "currency", Money.CURRENCY,
                        "case", bill.caseNumber().text(),
                        "at", receipt.at().toString())),
                null,
                null);
    }

    private static String method(Receipt receipt) {
        return receipt.method().name().toLowerCase(Locale.ROOT);
    }

    /** Revokes what was given out of a receipt, in the current transaction. */
    void reversed(String receipt, Bill bill) {
        for (String language : messages.languages()) {
            documents.findByKey(key(receipt, language)).ifPresent(document -> revoke(document, bill));
        }
    }

    private void revoke(IssuedDocument document, Bill bill) {
        documents.revoke(
                document.number(),
                "payment-reversed",
                AuditEntry.bySystem(
                        AuditEvent.DOCUMENT_REVOKED,
                        bill.payer(),
                        bill.caseNumber(),
                        Map.of("number", document.number(), "reason", "payment-reversed")));
    }
}
