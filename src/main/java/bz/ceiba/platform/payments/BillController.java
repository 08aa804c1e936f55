package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Paying online: for the payer and who acts for him. Another's bill does not exist for them. */
@Controller
class BillController {
    /** After how many seconds the page that waits for the gateway looks again. */
    private static final String LOOK_AGAIN = "3";

    private final Bills bills;
    private final Payments payments;
    private final Checkouts checkouts;
    private final Country country;
    private final Audit audit;

    BillController(Bills bills, Payments payments, Checkouts checkouts, Country country, Audit audit) {
        this.bills = bills;
        this.payments = payments;
        this.checkouts = checkouts;
        this.country = country;
        this.audit = audit;
    }

    @Allows(audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/bills/{id}")
    Html show(@PathVariable UUID id, Actor actor) {
        Bill bill = own(id, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, bill.caseNumber(), Map.of("page", "bill")));
        return Html.of("payments/bill")
                .with("bill", bill)
                .with("agency", country.agency(bill.agency()).name())
                .with("online", checkouts.isOnline());
    }

    /** Leads to the gateway's page; pressed twice, to the same one. */
    @Allows(audit = AuditEvent.OWN_DATA_READ)
    @PostMapping("/payments/bills/{id}/pay")
    ResponseEntity<Void> pay(@PathVariable UUID id, Actor actor, Locale locale) {
        Bill bill = own(id, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, bill.caseNumber(), Map.of("page", "checkout")));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(checkouts.open(id, locale.getLanguage())))
                .build();
    }

    /** Where the gateway sends the payer back to. Coming here proves nothing: we ask the gateway. */
    @Allows(audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/return/{id}")
    Html comeBack(@PathVariable UUID id, Actor actor, HttpServletResponse response) {
        Payment payment =
                payments.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
        own(payment.bill(), actor);
        Payment now = checkouts.confirm(id);
        Bill bill = own(payment.bill(), actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, bill.caseNumber(), Map.of("page", "payment")));
        if (now.state() == Payment.PaymentState.PENDING) {
            response.setHeader("Refresh", LOOK_AGAIN);
        }
        return Html.of("payments/return")
                .with("bill", bill)
                .with("state", now.state().name().toLowerCase(Locale.ROOT));
    }

    @Allows(audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/mine")
    Html mine(Actor actor) {
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "payments")));
        return Html.of("payments/mine").with("bills", bills.paidBy(actor.subject()));
    }

    private Bill own(UUID id, Actor actor) {
        return bills.find(id)
                .filter(bill -> bill.payer().equals(actor.subject()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
    }
}
