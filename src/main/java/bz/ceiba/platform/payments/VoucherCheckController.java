package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.PublicPage;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where whoever holds a voucher sees what is left on it and what it was used for, without signing in. */
@Controller
@PublicPage
class VoucherCheckController {
    static final String PAGE = "/payments/vouchers/check";

    private final VoucherLookup lookup;
    private final Vouchers vouchers;
    private final VoucherDesk desk;
    private final Messages messages;

    VoucherCheckController(VoucherLookup lookup, Vouchers vouchers, VoucherDesk desk, Messages messages) {
        this.lookup = lookup;
        this.vouchers = vouchers;
        this.desk = desk;
        this.messages = messages;
    }

    @GetMapping(PAGE)
    Html form() {
        return Html.of("payments/vouchercheck");
    }

    @PostMapping(PAGE)
    Html check(
            @RequestParam(defaultValue = "") String code,
            @Nullable Actor actor,
            HttpServletRequest request,
            Locale locale) {
        try {
            Voucher voucher = lookup.find(code, actor, request.getRemoteAddr());
            return voucher("payments/vouchercheck", voucher, vouchers, desk.today());
        } catch (Problem problem) {
            return form().with("errors", error(problem, messages, locale)).status(422);
        }
    }

    /** A voucher with what moved its balance. */
    static Html voucher(String template, Voucher voucher, Vouchers vouchers, LocalDate today) {
        return Html.of(template)
                .with("voucher", voucher)
                .with(
                        "state",
                        voucher.stateOn(today).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .with("movements", vouchers.movements(voucher.number()));
    }

    /** What is wrong with a code, beside its field; what is not about the code is thrown on. */
    static Map<String, String> error(Problem problem, Messages messages, Locale locale) {
        if (!problem.key().startsWith("payments.problem.voucher-")) {
            throw problem;
        }
        return Map.of("code", messages.text(locale, problem.key() + ".detail", problem.arguments(locale)));
    }
}
