package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Urls;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where officers give money back and second officers agree. */
@Controller
class RefundController {
    private static final int LONGEST_REASON = 300;
    private static final Set<String> DONE = Set.of("given", "waiting", "agreed");

    private final Bills bills;
    private final RefundDesk desk;
    private final RefundRequests requests;
    private final Refunds refunds;
    private final Vouchers vouchers;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    RefundController(
            Bills bills,
            RefundDesk desk,
            RefundRequests requests,
            Refunds refunds,
            Vouchers vouchers,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.bills = bills;
        this.desk = desk;
        this.requests = requests;
        this.refunds = refunds;
        this.vouchers = vouchers;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.CASE_READ)
    @GetMapping("/payments/refunds")
    Html show(
            @RequestParam(name = "case") @Nullable String typed,
            @RequestParam(name = "bill") @Nullable UUID chosen,
            @RequestParam(name = "done") @Nullable String done,
            Actor actor,
            Locale locale) {
        return page(typed == null ? "" : typed, chosen, Map.of(), actor, locale)
                .with("done", done != null && DONE.contains(done) ? done : null);
    }

    private Html page(String typed, @Nullable UUID chosen, Map<String, String> errors, Actor actor, Locale locale) {
        Optional<CaseNumber> number = CaseNumber.parse(typed);
        List<Bill> found = number.map(bills::of).orElse(List.of()).stream()
                .filter(bill -> RefundDesk.mayRefund(actor, bill.agency()))
                .toList();
        found.stream()
                .findFirst()
                .ifPresent(bill -> audit.record(actor.doesFor(
                        bill.agency(),
                        AuditEvent.CASE_READ,
                        bill.payer(),
                        bill.caseNumber(),
                        null,
                        Map.of("page", "refunds"))));
        Map<String, String> all = new LinkedHashMap<>(errors);
        if (!typed.isBlank() && found.isEmpty()) {
            all.put(
                    "case",
                    messages.text(
                            locale, number.isEmpty() ? "payments.counter.not-a-number" : "payments.counter.none"));
        }
        return Html.of("payments/refunds")
                .with("typed", typed)
                .with("bills", found)
                .with(
                        "chosen",
                        Optional.ofNullable(chosen)
                                .or(() -> found.stream()
                                        .filter(bill -> bill.refundable().isPositive())
                                        .map(Bill::id)
                                        .findFirst())
                                .orElse(null))
                .with("waiting", waiting(actor))
                .with("failed", refunds.givenUp(agencies(actor)))
                .with("key", Ids.next(clock).toString())
                .errors(all);
    }

    private static List<String> agencies(Actor actor) {
        return actor.roles().stream()
                .map(Actor.Appointment::agency)
                .distinct()
                .filter(agency -> RefundDesk.mayRefund(actor, agency))
                .toList();
    }

    private List<RefundLine> waiting(Actor actor) {
        return requests.waiting(agencies(actor)).stream()
                .map(request -> new RefundLine(
                        request,
                        Optional.ofNullable(request.bill()).flatMap(bills::find).orElse(null),
                        Optional.ofNullable(request.voucher())
                                .map(vouchers::get)
                                .orElse(null),
                        request.askedBy().equals(actor.number())))
                .toList();
    }

    /** Gives back at once or asks a second officer; {@code believed} is what the page showed as refundable, in cents. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.PAYMENT_REFUNDED)
    @PostMapping("/payments/refunds/bills/{id}")
    Object ask(
            @PathVariable UUID id,
            @RequestParam UUID key,
            @RequestParam String amount,
            @RequestParam long believed,
            @RequestParam String reason,
            Actor actor,
            Locale locale) {
        String number = bills.find(id).map(bill -> bill.caseNumber().text()).orElse("");
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<Money> cents = Money.parse(amount).filter(Money::isPositive);
        if (cents.isEmpty()) {
            errors.put("amount", messages.text(locale, "payments.refunds.amount-wrong"));
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            errors.put("reason", messages.text(locale, "payments.refunds.reason-wrong"));
        }
        if (!errors.isEmpty()) {
            return page(number, id, errors, actor, locale);
        }
        boolean given = desk.ask(id, key, cents.orElseThrow(), Money.ofCents(believed), reason.strip(), actor);
        return "redirect:/payments/refunds?case=" + Urls.encode(number) + "&done=" + (given ? "given" : "waiting");
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REFUND_APPROVED)
    @PostMapping("/payments/refunds/requests/{id}/approve")
    String approve(@PathVariable UUID id, @RequestParam(defaultValue = "0") long believed, Actor actor) {
        boolean given = desk.decide(id, true, Money.ofCents(believed), actor);
        return "redirect:/payments/refunds?done=" + (given ? "given" : "agreed");
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REFUND_DECLINED)
    @PostMapping("/payments/refunds/requests/{id}/decline")
    String decline(@PathVariable UUID id, Actor actor) {
        desk.decide(id, false, Money.ZERO, actor);
        return "redirect:/payments/refunds";
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.PAYMENT_REFUNDED)
    @PostMapping("/payments/refunds/{id}/again")
    String again(@PathVariable UUID id, Actor actor) {
        desk.again(id, actor);
        return "redirect:/payments/refunds?done=given";
    }
}
