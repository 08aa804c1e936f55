package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Receipts.Receipt;
import bz.ceiba.platform.web.Html;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Receipts, for the payer, who acts for him, cashiers and treasury officers. */
@Controller
class ReceiptController {
    private static final String TREASURY = "treasury";

    private final Receipts receipts;
    private final Bills bills;
    private final Country country;
    private final ReceiptDocuments documents;
    private final Audit audit;

    ReceiptController(Receipts receipts, Bills bills, Country country, ReceiptDocuments documents, Audit audit) {
        this.receipts = receipts;
        this.bills = bills;
        this.country = country;
        this.documents = documents;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.RECEIPT_READ)
    @GetMapping("/payments/receipts/{number}")
    Html show(@PathVariable String number, Actor actor) {
        Found found = found(number, actor);
        return Html.of("payments/receipt")
                .with("bill", found.bill())
                .with("number", number)
                .with("amount", found.receipt().amount())
                .with("at", found.receipt().at())
                .with("method", found.receipt().method().name().toLowerCase(Locale.ROOT))
                .with("reversedAt", found.receipt().reversedAt())
                .with("agency", country.nameOf(found.bill().agency()));
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.RECEIPT_READ)
    @GetMapping("/payments/receipts/{number}.pdf")
    ResponseEntity<Resource> download(@PathVariable String number, Actor actor, Locale locale) {
        Found found = found(number, actor);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(number + ".pdf")
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new InputStreamResource(documents.open(found.receipt(), found.bill(), locale)));
    }

    private record Found(Receipt receipt, Bill bill) {}

    /** The receipt, if this is its payer, a cashier or a treasury officer. */
    private Found found(String number, Actor actor) {
        Problem none = new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-receipt");
        Receipt receipt = receipts.find(number).orElseThrow(() -> none);
        Bill bill = bills.find(receipt.bill()).orElseThrow();
        Optional<String> desk = actor.agencyAs(Role.CASHIER).or(() -> treasury(actor));
        Map<String, String> detail = Map.of("receipt", number);
        if (bill.payer().equals(actor.subject())) {
            audit.record(actor.does(AuditEvent.RECEIPT_READ, bill.caseNumber(), detail));
        } else if (desk.isPresent()) {
            audit.record(
                    actor.doesFor(desk.get(), AuditEvent.RECEIPT_READ, bill.payer(), bill.caseNumber(), null, detail));
        } else {
            throw none;
        }
        return new Found(receipt, bill);
    }

    /** Treasury officers read receipts of the lines that they work on. */
    static Optional<String> treasury(Actor actor) {
        return actor.holds(Role.OFFICER, TREASURY) || actor.holds(Role.SUPERVISOR, TREASURY)
                ? Optional.of(TREASURY)
                : Optional.empty();
    }
}
