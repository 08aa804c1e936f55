package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Captures.Counted;
import bz.ceiba.platform.payments.Refunds.Refund;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Urls;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Cash over the counter, in and out. Nobody takes his own payment. */
@Controller
class CounterController {
    private final Bills bills;
    private final Instalments instalments;
    private final Captures captures;
    private final Refunds refunds;
    private final RefundSending sending;
    private final Tills tills;
    private final Messages messages;
    private final Audit audit;
    private final TransactionTemplate transactions;

    CounterController(
            Bills bills,
            Instalments instalments,
            Captures captures,
            Refunds refunds,
            RefundSending sending,
            Tills tills,
            Messages messages,
            Audit audit,
            TransactionTemplate transactions) {
        this.bills = bills;
        this.instalments = instalments;
        this.captures = captures;
        this.refunds = refunds;
        this.sending = sending;
        this.tills = tills;
        this.messages = messages;
        this.audit = audit;
        this.transactions = transactions;
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_READ)
    @GetMapping("/payments/counter")
    Html desk(@RequestParam(name = "case") @Nullable String typed, Actor actor, Locale locale) {
        if (typed == null || typed.isBlank()) {
            return page("", actor);
        }
        Optional<CaseNumber> number = CaseNumber.parse(typed);
        List<Bill> found = number.map(bills::of).orElse(List.of());
        Html page = page(typed, actor);
        if (found.isEmpty()) {
            String key = number.isEmpty() ? "payments.counter.not-a-number" : "payments.counter.none";
            return page.with("errors", Map.of("case", messages.text(locale, key)))
                    .status(422);
        }
        audit.record(actor.doesFor(
                agency(actor),
                AuditEvent.CASE_READ,
                found.getFirst().payer(),
                number.orElseThrow(),
                null,
                Map.of("page", "counter")));
        return page.with("bills", found)
                .with(
                        "owed",
                        found.stream()
                                .filter(bill -> bill.outstanding().isPositive())
                                .collect(Collectors.toMap(Bill::id, instalments::dueNext)))
                .with("own", found.getFirst().payer().equals(actor.person()))
                .with(
                        "due",
                        found.stream()
                                .flatMap(bill -> refunds.of(bill.id()).stream())
                                .filter(refund -> refund.state().equals("DUE"))
                                .map(refund -> new CounterRefund(
                                        refund.id(), refund.amount(), refund.method() == Method.VOUCHER))
                                .toList());
    }

    private Html page(String typed, Actor actor) {
        return Html.of("payments/counter")
                .with("typed", typed)
                .with("till", tills.of(actor.number()).orElse(null));
    }

    private static String agency(Actor actor) {
        return actor.agencyAs(Role.CASHIER).orElseThrow();
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.PAYMENT_RECEIVED)
    @PostMapping("/payments/counter/bills/{id}")
    String take(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean received,
            @RequestParam(required = false) @Nullable Long paid,
            @RequestParam(required = false) @Nullable Long amount,
            Actor actor) {
        Bill bill = others(bills.find(id), actor);
        if (!received) {
            throw new Problem(Problem.Kind.INVALID, "payments.problem.not-counted");
        }
        String receipt = captures.cash(
                id,
                actor.number(),
                paid == null || amount == null ? null : new Counted(Money.ofCents(paid), Money.ofCents(amount)),
                actor.doesFor(
                        agency(actor), AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), null, Map.of()));
        return "redirect:/payments/receipts/" + receipt;
    }

    /** Pays out a refund of what had been paid in cash, from the cashier's till. */
    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.PAYMENT_REFUNDED)
    @PostMapping("/payments/counter/refunds/{id}")
    String giveBack(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean received, Actor actor) {
        Optional<Refund> known = refunds.find(id);
        Bill bill = others(known.flatMap(refund -> bills.find(refund.bill())), actor);
        Refund refund = known.orElseThrow();
        if (!received) {
            throw new Problem(Problem.Kind.INVALID, "payments.problem.not-counted");
        }
        transactions.executeWithoutResult(status -> {
            String till = tills.accountOf(actor.number());
            if (!refund.state().equals("DUE") || refund.method() == Method.VOUCHER || !sending.done(refund, till)) {
                throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-due");
            }
            audit.record(actor.doesFor(
                    agency(actor),
                    AuditEvent.PAYMENT_REFUNDED,
                    bill.payer(),
                    bill.caseNumber(),
                    null,
                    Map.of("amount", refund.amount().toString(), "paid-out", "counter")));
        });
        return "redirect:/payments/counter?case="
                + Urls.encode(bill.caseNumber().text());
    }

    static Bill others(Optional<Bill> found, Actor actor) {
        Bill bill = found.orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
        if (bill.payer().equals(actor.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.own-bill");
        }
        return bill;
    }
}
