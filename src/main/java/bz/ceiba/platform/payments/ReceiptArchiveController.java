package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Receipts.Receipt;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A stretch of an agency's receipts as signed documents in one archive (ZIP), for the treasury and for auditors whom it
 * gives that to. Those that nobody has asked for yet are signed in one batch. Each payer can see that his was read.
 */
@Controller
class ReceiptArchiveController {
    /** So many are signed within the time for which a proxy waits. */
    private static final int MOST = 200;

    private final Receipts receipts;
    private final Bills bills;
    private final ReceiptDocuments documents;
    private final Audit audit;

    ReceiptArchiveController(Receipts receipts, Bills bills, ReceiptDocuments documents, Audit audit) {
        this.receipts = receipts;
        this.bills = bills;
        this.documents = documents;
        this.audit = audit;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.RECEIPT_READ)
    @GetMapping("/payments/receipts.zip")
    void archive(
            @RequestParam String agency,
            @RequestParam int year,
            @RequestParam int first,
            @RequestParam int last,
            Actor actor,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        String treasury = ReceiptController.treasury(actor)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
        if ((long) last - first >= MOST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "payments.problem.many-receipts");
        }
        Map<Receipt, Bill> found = new LinkedHashMap<>();
        receipts.series(agency, year, first, last)
                .forEach(
                        receipt -> found.put(receipt, bills.find(receipt.bill()).orElseThrow()));
        if (found.isEmpty()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-receipt");
        }
        documents.issueAll(found, locale);
        found.forEach((receipt, bill) -> audit.record(actor.doesFor(
                treasury,
                AuditEvent.RECEIPT_READ,
                bill.payer(),
                bill.caseNumber(),
                null,
                Map.of("receipt", receipt.number()))));
        write(found, "receipts-" + agency + "-" + year + "-" + first + "-" + last + ".zip", locale, response);
    }

    /** As it comes, so that memory holds one document however many there are. */
    private void write(Map<Receipt, Bill> found, String name, Locale locale, HttpServletResponse response)
            throws IOException {
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try (ZipOutputStream archive = new ZipOutputStream(response.getOutputStream())) {
            for (Map.Entry<Receipt, Bill> one : found.entrySet()) {
                archive.putNextEntry(new ZipEntry(one.getKey().number() + ".pdf"));
                try (InputStream pdf = documents.open(one.getKey(), one.getValue(), locale)) {
                    pdf.transferTo(archive);
                }
                archive.closeEntry();
            }
        }
    }
}
