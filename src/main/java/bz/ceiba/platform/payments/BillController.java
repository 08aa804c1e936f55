package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Paying online: for the payer and who acts for him. Another's bill does not exist for them. */
@Controller
class BillController {
    /** After how many seconds the page that waits for the gateway looks again. */
    private static final String LOOK_AGAIN = "3";

    private final Bills bills;
    private final Instalments instalments;
    private final Payments payments;
    private final Checkouts checkouts;
    private final Country country;
    private final Audit audit;
    private final TransactionTemplate transactions;

    BillController(
            Bills bills,
            Instalments instalments,
            Payments payments,
            Checkouts checkouts,
            Country country,
            Audit audit,
            TransactionTemplate transactions) {
        this.bills = bills;
        this.instalments = instalments;
        this.payments = payments;
        this.checkouts = checkouts;
        this.country = country;
        this.audit = audit;
        this.transactions = transactions;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/bills/{id}")
    Html show(@PathVariable UUID id, Actor actor) {
        Bill bill = own(id, actor);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, bill.caseNumber(), Map.of("page", "bill")));
        List<Instalment> parts = instalments.of(bill);
        return Html.of("payments/bill")
                .with("bill", bill)
                .with("agency", country.nameOf(bill.agency()))
                .with("online", checkouts.isOnline())
                .with("due", instalments.dueNext(bill))
                .with("whole", instalments.whole(bill))
                .with("dueOn", instalments.dueOn(bill))
                .with("overdue", instalments.isOverdue(bill))
                .with("parts", parts)
                .with("terms", parts.isEmpty() ? instalments.terms(bill).orElse(null) : null);
    }

    /** Leads to the gateway's page; pressed twice, to the same one. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @PostMapping("/payments/bills/{id}/pay")
    ResponseEntity<Void> pay(
            @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean whole, Actor actor, Locale locale) {
        return toGateway(List.of(own(id, actor).id()), whole, actor, locale);
    }

    /** Pays several bills in one go. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @PostMapping("/payments/checkout")
    ResponseEntity<Void> payAll(@RequestParam(name = "bill") @Nullable List<UUID> chosen, Actor actor, Locale locale) {
        return toGateway(Optional.ofNullable(chosen).orElse(List.of()), false, actor, locale);
    }

    private ResponseEntity<Void> toGateway(List<UUID> ids, boolean whole, Actor actor, Locale locale) {
        Payment payment = checkouts.begin(ids, actor.subject(), whole);
        return toGateway(payment, actor, locale);
    }

    private ResponseEntity<Void> toGateway(Payment payment, Actor actor, Locale locale) {
        bills.of(payment)
                .forEach(bill -> audit.record(
                        actor.does(AuditEvent.OWN_DATA_READ, bill.caseNumber(), Map.of("page", "checkout"))));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(checkouts.open(payment, locale)))
                .build();
    }

    /** Where a payment that was created by program goes on: leads to the gateway, or tells how it ended. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/checkout/{id}")
    ResponseEntity<Void> goOn(@PathVariable UUID id, Actor actor, Locale locale) {
        Payment payment = ownPayment(id, actor);
        return payment.state() == Payment.PaymentState.PENDING
                ? toGateway(payment, actor, locale)
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create("/payments/return/" + id))
                        .build();
    }

    /** Splits a bill into parts, as the fee schedule allows. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.INSTALMENTS_AGREED)
    @PostMapping("/payments/bills/{id}/instalments")
    String split(@PathVariable UUID id, Actor actor) {
        own(id, actor);
        transactions.executeWithoutResult(status -> {
            Bill bill = bills.locked(id);
            instalments.split(bill);
            audit.record(actor.does(AuditEvent.INSTALMENTS_AGREED, bill.caseNumber(), Map.of("bill", id.toString())));
        });
        return "redirect:/payments/bills/" + id;
    }

    /** Where the gateway sends the payer back to. Coming here proves nothing: we ask the gateway. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/return/{id}")
    Html comeBack(@PathVariable UUID id, Actor actor, HttpServletResponse response) {
        ownPayment(id, actor);
        Payment now = checkouts.confirm(id);
        List<Bill> paid = bills.of(now);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, paid.getFirst().caseNumber(), Map.of("page", "payment")));
        if (now.state() == Payment.PaymentState.PENDING) {
            response.setHeader("Refresh", LOOK_AGAIN);
        }
        return Html.of("payments/return")
                .with("amount", now.amount())
                .with("bills", paid)
                .with("state", now.state().name().toLowerCase(Locale.ROOT));
    }

    private Payment ownPayment(UUID id, Actor actor) {
        Payment payment =
                payments.find(id).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
        own(payment.firstBill(), actor);
        return payment;
    }

    private Bill own(UUID id, Actor actor) {
        return bills.find(id)
                .filter(bill -> bill.payer().equals(actor.subject()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
    }
}
