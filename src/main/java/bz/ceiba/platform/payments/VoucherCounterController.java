package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Redemptions.Payer;
import bz.ceiba.platform.payments.Redemptions.Seen;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Vouchers over the counter: a holder pays with one, and gets a new one where a refund can't go back onto his. */
@Controller
class VoucherCounterController {
    private static final String PAGE = "/payments/counter/voucher";

    private final Bills bills;
    private final Refunds refunds;
    private final Redemptions redemptions;
    private final VoucherLookup lookup;
    private final VoucherDesk desk;
    private final Messages messages;
    private final Audit audit;

    VoucherCounterController(
            Bills bills,
            Refunds refunds,
            Redemptions redemptions,
            VoucherLookup lookup,
            VoucherDesk desk,
            Messages messages,
            Audit audit) {
        this.bills = bills;
        this.refunds = refunds;
        this.redemptions = redemptions;
        this.lookup = lookup;
        this.desk = desk;
        this.messages = messages;
        this.audit = audit;
    }

    private Html page(Bill bill, Actor actor) {
        audit.record(actor.doesFor(
                actor.agencyAs(Role.CASHIER).orElseThrow(),
                AuditEvent.CASE_READ,
                bill.payer(),
                bill.caseNumber(),
                null,
                Map.of("page", "counter")));
        return VoucherPayController.page(
                redemptions.due(List.of(bill.id()), bill.payer(), false),
                false,
                PAGE,
                "/payments/counter?case=" + Urls.encode(bill.caseNumber().text()));
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_READ)
    @GetMapping(PAGE)
    Html ask(@RequestParam UUID bill, Actor actor) {
        return page(CounterController.others(bills.find(bill), actor), actor);
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.CASE_READ)
    @PostMapping(PAGE)
    Html look(
            @RequestParam(name = "bill") UUID id,
            @RequestParam(defaultValue = "") String code,
            Actor actor,
            HttpServletRequest request,
            Locale locale) {
        Bill bill = CounterController.others(bills.find(id), actor);
        Html page = page(bill, actor);
        try {
            Voucher voucher = lookup.find(code, actor, request.getRemoteAddr());
            return page.with("code", code)
                    .with("plan", redemptions.plan(voucher.number(), List.of(id), bill.payer(), false));
        } catch (Problem problem) {
            return page.with("errors", VoucherCheckController.error(problem, messages, locale))
                    .status(422);
        }
    }

    /** {@code balance} and {@code amount} are what the clerk saw, in cents. */
    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VOUCHER_REDEEMED)
    @PostMapping(PAGE + "/confirm")
    String confirm(
            @RequestParam(name = "bill") UUID id,
            @RequestParam(defaultValue = "") String code,
            @RequestParam long balance,
            @RequestParam long amount,
            Actor actor,
            HttpServletRequest request) {
        Bill bill = CounterController.others(bills.find(id), actor);
        Voucher voucher = lookup.find(code, actor, request.getRemoteAddr());
        redemptions.redeemNow(
                voucher.number(),
                List.of(id),
                bill.payer(),
                false,
                new Seen(Money.ofCents(balance), Money.ofCents(amount)),
                new Payer(actor, actor.agencyAs(Role.CASHIER).orElseThrow()));
        return "redirect:/payments/receipts/" + bills.find(id).orElseThrow().receipt();
    }

    /** Gives a refund of what had been paid with a voucher as a new one, because that one does not pay any more. */
    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.PAYMENT_REFUNDED)
    @PostMapping("/payments/counter/refunds/{id}/voucher")
    Html replace(@PathVariable UUID id, Actor actor) {
        Bill bill = CounterController.others(refunds.find(id).flatMap(refund -> bills.find(refund.bill())), actor);
        return VoucherDeskController.sold(desk.replace(id, bill, actor));
    }
}
