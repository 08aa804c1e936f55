package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Redemptions.Payer;
import bz.ceiba.platform.payments.Redemptions.Seen;
import bz.ceiba.platform.payments.VoucherPlan.Part;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Paying one's bills with a voucher: choose them, type the code, see what it pays, confirm. */
@Controller
class VoucherPayController {
    static final String PAGE = "/payments/vouchers/pay";

    private final Redemptions redemptions;
    private final VoucherLookup lookup;
    private final Messages messages;
    private final Audit audit;

    VoucherPayController(Redemptions redemptions, VoucherLookup lookup, Messages messages, Audit audit) {
        this.redemptions = redemptions;
        this.lookup = lookup;
        this.messages = messages;
        this.audit = audit;
    }

    /** From the form in which bills are chosen to a page with an address of its own. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @PostMapping("/payments/vouchers/choose")
    String choose(
            @RequestParam(name = "bill") @Nullable List<UUID> chosen,
            @RequestParam(defaultValue = "false") boolean whole,
            Actor actor) {
        List<UUID> ids = Optional.ofNullable(chosen).orElse(List.of());
        redemptions.due(ids, actor.subject(), whole);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "voucher")));
        return "redirect:" + PAGE + "?whole=" + whole
                + ids.stream().map(id -> "&bill=" + id).collect(Collectors.joining());
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PAGE)
    Object ask(
            @RequestParam(name = "bill") @Nullable List<UUID> chosen,
            @RequestParam(defaultValue = "false") boolean whole,
            Actor actor) {
        if (chosen == null) {
            return "redirect:/payments/mine";
        }
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "voucher")));
        return page(redemptions.due(chosen, actor.subject(), whole), whole);
    }

    private static Html page(List<Part> due, boolean whole) {
        return page(due, whole, PAGE, "/payments/mine");
    }

    /**
     * The page that asks for a code.
     *
     * @param action where it is sent; what confirms goes to {@code <action>/confirm}
     */
    static Html page(List<Part> due, boolean whole, String action, String back) {
        return Html.of("payments/voucherpay")
                .with("due", due)
                .with("total", due.stream().map(Part::due).reduce(Money.ZERO, Money::plus))
                .with("whole", whole)
                .with("action", action)
                .with("back", back);
    }

    /** Shows the balance, what of it is used for which bill and what stays, before anything is paid. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @PostMapping(PAGE)
    Object look(
            @RequestParam(name = "bill") @Nullable List<UUID> chosen,
            @RequestParam(defaultValue = "false") boolean whole,
            @RequestParam(defaultValue = "") String code,
            Actor actor,
            HttpServletRequest request,
            Locale locale) {
        if (chosen == null) {
            return "redirect:/payments/mine";
        }
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "voucher")));
        Html page = page(redemptions.due(chosen, actor.subject(), whole), whole);
        try {
            Voucher voucher = lookup.find(code, actor, request.getRemoteAddr());
            return page.with("code", code)
                    .with("plan", redemptions.plan(voucher.number(), chosen, actor.subject(), whole));
        } catch (Problem problem) {
            return page.with("errors", VoucherCheckController.error(problem, messages, locale))
                    .status(422);
        }
    }

    /** {@code balance} and {@code amount} are what the payer saw, in cents. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.VOUCHER_REDEEMED)
    @PostMapping(PAGE + "/confirm")
    String confirm(
            @RequestParam(name = "bill") List<UUID> chosen,
            @RequestParam(defaultValue = "false") boolean whole,
            @RequestParam(defaultValue = "") String code,
            @RequestParam long balance,
            @RequestParam long amount,
            Actor actor,
            HttpServletRequest request) {
        Voucher voucher = lookup.find(code, actor, request.getRemoteAddr());
        Payment payment = redemptions.redeemNow(
                voucher.number(),
                chosen,
                actor.subject(),
                whole,
                new Seen(Money.ofCents(balance), Money.ofCents(amount)),
                new Payer(actor, null));
        return "redirect:/payments/return/" + payment.id();
    }
}
