package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Receipts.Receipt;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Receipts, for the payer, who acts for him, and cashiers. */
@Controller
class ReceiptController {
    private final Receipts receipts;
    private final Bills bills;
    private final Country country;
    private final Pages pages;
    private final ReceiptPdf pdf;
    private final Audit audit;

    ReceiptController(Receipts receipts, Bills bills, Country country, Pages pages, ReceiptPdf pdf, Audit audit) {
        this.receipts = receipts;
        this.bills = bills;
        this.country = country;
        this.pages = pages;
        this.pdf = pdf;
        this.audit = audit;
    }

    @Allows(audit = AuditEvent.RECEIPT_READ)
    @GetMapping("/payments/receipts/{number}")
    Html show(@PathVariable String number, Actor actor) {
        return receipt("payments/receipt", number, actor);
    }

    @Allows(audit = AuditEvent.RECEIPT_READ)
    @GetMapping("/payments/receipts/{number}.pdf")
    ResponseEntity<byte[]> download(@PathVariable String number, Actor actor, HttpServletRequest request) {
        String text = pages.fragment(receipt("payments/receiptPdf", number, actor), pages.page(request));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(number + ".pdf")
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(pdf.render(text));
    }

    private Html receipt(String template, String number, Actor actor) {
        Problem none = new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-receipt");
        Receipt receipt = receipts.find(number).orElseThrow(() -> none);
        Bill bill = bills.find(receipt.bill()).orElseThrow();
        Optional<String> till = actor.agencyAs(Role.CASHIER);
        Map<String, String> detail = Map.of("receipt", number);
        if (bill.payer().equals(actor.subject())) {
            audit.record(actor.does(AuditEvent.RECEIPT_READ, bill.caseNumber(), detail));
        } else if (till.isPresent()) {
            audit.record(
                    actor.doesFor(till.get(), AuditEvent.RECEIPT_READ, bill.payer(), bill.caseNumber(), null, detail));
        } else {
            throw none;
        }
        return Html.of(template)
                .with("bill", bill)
                .with("number", number)
                .with("amount", receipt.amount())
                .with("at", receipt.at())
                .with("method", receipt.method().name().toLowerCase(java.util.Locale.ROOT))
                .with("agency", country.agency(bill.agency()).name());
    }
}
