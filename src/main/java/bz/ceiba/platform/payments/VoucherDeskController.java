package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.VoucherDesk.Sale;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where clerks sell vouchers, find them by their code and give them back. */
@Controller
class VoucherDeskController {
    static final String PAGE = "/payments/vouchers";

    private static final String COUNTRY = "BZ";

    private final VoucherDesk desk;
    private final VoucherCodes codes;
    private final VoucherLookup lookup;
    private final VoucherSlips slips;
    private final RefundRequests requests;
    private final Vouchers vouchers;
    private final Tills tills;
    private final PaymentsSettings settings;
    private final Messages messages;
    private final Audit audit;

    VoucherDeskController(
            VoucherDesk desk,
            VoucherCodes codes,
            VoucherLookup lookup,
            VoucherSlips slips,
            RefundRequests requests,
            Vouchers vouchers,
            Tills tills,
            PaymentsSettings settings,
            Messages messages,
            Audit audit) {
        this.desk = desk;
        this.codes = codes;
        this.lookup = lookup;
        this.slips = slips;
        this.requests = requests;
        this.vouchers = vouchers;
        this.tills = tills;
        this.settings = settings;
        this.messages = messages;
        this.audit = audit;
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VOUCHER_READ)
    @GetMapping(PAGE)
    Html show(@RequestParam(defaultValue = "") String done, Actor actor) {
        read(actor, Map.of("page", "vouchers"));
        Html page = page(codes.key(), "", "", Map.of(), actor);
        return done.equals("given-back") || done.equals("asked") ? page.with("done", done) : page;
    }

    private void read(Actor actor, Map<String, String> detail) {
        audit.record(actor.doesFor(actor.agencyAs(Role.CASHIER).orElseThrow(), AuditEvent.VOUCHER_READ, detail));
    }

    private Html page(String key, String amount, String phone, Map<String, String> errors, Actor actor) {
        return Html.of("payments/vouchers")
                .with("till", tills.of(actor.number()).orElse(null))
                .with("key", key)
                .with("amount", amount)
                .with("phone", phone)
                .with("least", Money.ofCents(settings.voucherLeast()))
                .with("most", Money.ofCents(settings.voucherMost()))
                .errors(errors);
    }

    /**
     * Sells one, and shows it. This is no redirect: the form's key, from which alone its code comes again, must be in no
     * address. Sent again, the form shows the same voucher and says so.
     */
    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VOUCHER_SOLD)
    @PostMapping(PAGE + "/sell")
    Html sell(
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String phone,
            Actor actor,
            Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<Money> value = Money.parse(amount).filter(desk::isOnSale);
        if (value.isEmpty()) {
            errors.put(
                    "amount",
                    messages.text(
                            locale,
                            "payments.vouchers.amount-wrong",
                            Money.ofCents(settings.voucherLeast()),
                            Money.ofCents(settings.voucherMost())));
        }
        Optional<String> number = phone(phone);
        if (number.isEmpty() && !phone.isBlank()) {
            errors.put("phone", messages.text(locale, "payments.vouchers.phone-wrong"));
        }
        if (!errors.isEmpty()) {
            return page(key, amount, phone, errors, actor);
        }
        return sold(desk.sell(key, value.orElseThrow(), number.orElse(null), actor, locale))
                .with("phone", number.orElse(null));
    }

    static Html sold(Sale sale) {
        return Html.of("payments/vouchersold")
                .with("voucher", sale.voucher())
                .with("again", sale.again())
                .with("key", sale.key());
    }

    /** As Belizeans write their numbers, or with the country's code; none when it is not one. */
    private static Optional<String> phone(String typed) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = numbers.parse(typed, COUNTRY);
            return numbers.isValidNumber(number)
                    ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** The slip: the only place besides the SMS where the code stands. It is made anew each time and kept nowhere. */
    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VOUCHER_READ)
    @PostMapping(PAGE + "/slip")
    ResponseEntity<byte[]> slip(@RequestParam(defaultValue = "") String key, Actor actor) {
        Sale sale = desk.slip(key, actor);
        read(actor, Map.of("page", "slip", "voucher", sale.voucher().name()));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline()
                                .filename(sale.voucher().name() + ".pdf")
                                .build()
                                .toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(slips.print(sale.voucher(), sale.code()));
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VOUCHER_READ)
    @PostMapping(PAGE + "/find")
    Html find(@RequestParam(defaultValue = "") String code, Actor actor, HttpServletRequest request, Locale locale) {
        Voucher voucher;
        try {
            voucher = lookup.find(code, actor, request.getRemoteAddr());
        } catch (Problem problem) {
            return page(codes.key(), "", "", VoucherCheckController.error(problem, messages, locale), actor);
        }
        read(actor, Map.of("page", "voucher", "voucher", voucher.name()));
        return VoucherCheckController.voucher("payments/voucher", voucher, vouchers, desk.today())
                .with("code", code)
                .with("second", desk.needsSecond(voucher))
                .with("asked", requests.of(voucher).orElse(null));
    }

    @Allows(roles = Role.CASHIER, assurance = Assurance.SUBSTANTIAL, audit = AuditEvent.VOUCHER_GIVEN_BACK)
    @PostMapping(PAGE + "/give-back")
    String giveBack(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "false") boolean received,
            Actor actor,
            HttpServletRequest request) {
        if (!received) {
            throw new Problem(Problem.Kind.INVALID, "payments.problem.not-counted");
        }
        Voucher voucher = lookup.find(code, actor, request.getRemoteAddr());
        boolean given = desk.giveBack(voucher.number(), actor);
        return "redirect:" + PAGE + "?done=" + (given ? "given-back" : "asked");
    }
}
