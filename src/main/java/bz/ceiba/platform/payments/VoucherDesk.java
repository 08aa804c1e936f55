package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.payments.Refunds.Refund;
import bz.ceiba.platform.payments.Voucher.VoucherState;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Selling vouchers and giving them back, for cash that goes into and out of the clerk's own open till. Up to the limit for refunds one
 * officer gives back alone, above it a second one of his agency must agree.
 */
@Component
class VoucherDesk {
    /** How long the clerk who sold a voucher can print its slip. */
    private static final Duration SLIP = Duration.ofHours(1);

    /**
     * A voucher that is sold.
     *
     * @param key of the form, from which its code comes
     * @param again whether the form had been sent before, so that nothing was booked this time
     */
    record Sale(String key, Voucher voucher, VoucherCode code, boolean again) {}

    private final Vouchers vouchers;
    private final VoucherCodes codes;
    private final RefundRequests requests;
    private final Tills tills;
    private final Refunds refunds;
    private final Notices notices;
    private final Messages messages;
    private final Audit audit;
    private final PaymentsSettings settings;
    private final Clock clock;
    private final String baseUrl;

    VoucherDesk(
            Vouchers vouchers,
            VoucherCodes codes,
            RefundRequests requests,
            Tills tills,
            Refunds refunds,
            Notices notices,
            Messages messages,
            Audit audit,
            PaymentsSettings settings,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.vouchers = vouchers;
        this.codes = codes;
        this.requests = requests;
        this.tills = tills;
        this.refunds = refunds;
        this.notices = notices;
        this.messages = messages;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    private static String agency(Actor clerk) {
        return clerk.agencyAs(Role.CASHIER).orElseThrow();
    }

    LocalDate today() {
        return Country.today(clock);
    }

    private VoucherCode code(String key) {
        return codes.of(key).orElseThrow(() -> new Problem(Problem.Kind.MALFORMED, "payments.problem.voucher-form"));
    }

    boolean isOnSale(Money amount) {
        return amount.cents() >= settings.voucherLeast() && amount.cents() <= settings.voucherMost();
    }

    /**
     * Sells a voucher; the same form again sells nothing and answers what was sold.
     *
     * @param key of the form
     * @param phone in E.164 form, to which the code goes as well, or null
     * @throws Problem CONFLICT when the clerk has no open till, or the form was used for another sale
     */
    @Transactional
    public Sale sell(String key, Money amount, @Nullable String phone, Actor clerk, Locale locale) {
        VoucherCode code = code(key);
        String till = tills.accountOf(clerk.number());
        Optional<Voucher> made = add(code, amount, clerk);
        if (made.isEmpty()) {
            return again(key, code, amount, clerk);
        }
        vouchers.sold(made.get(), till);
        record(clerk, AuditEvent.VOUCHER_SOLD, made.get(), Map.of("amount", amount.toString(), "till", till));
        if (phone != null) {
            notices.sendCode(phone, sms(code, made.get(), locale));
        }
        return new Sale(key, vouchers.get(made.get().number()), code, false);
    }

    private Optional<Voucher> add(VoucherCode code, Money amount, Actor clerk) {
        return vouchers.add(code, amount, today().plusMonths(settings.voucherMonths()), clerk, agency(clerk));
    }

    private Sale again(String key, VoucherCode code, Money amount, Actor clerk) {
        Voucher sold = vouchers.find(code).orElseThrow();
        if (!sold.clerk().equals(clerk.number()) || !sold.amount().equals(amount)) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "payments.problem.voucher-form-used",
                    Map.of("voucher", sold.name(), Problem.LINK, VoucherDeskController.PAGE));
        }
        return new Sale(key, sold, code, true);
    }

    private String sms(VoucherCode code, Voucher voucher, Locale locale) {
        return messages.text(
                locale,
                "payments.voucher.sms",
                Map.of(
                        "amount", voucher.amount().toString(),
                        "code", code.grouped(),
                        "until", voucher.expiresOn().toString(),
                        "link", baseUrl + VoucherCheckController.PAGE));
    }

    /**
     * What the slip of a voucher shows, for the clerk who has just sold it.
     *
     * @throws Problem NOT_FOUND for anybody else, when an hour has passed, and when it has been used or has ended
     */
    Sale slip(String key, Actor clerk) {
        VoucherCode code = code(key);
        Voucher voucher = vouchers.find(code)
                .filter(sold -> sold.clerk().equals(clerk.number()))
                .filter(sold -> sold.state() == VoucherState.ACTIVE && sold.isUnused())
                .filter(sold -> clock.instant().isBefore(sold.soldAt().plus(SLIP)))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.voucher-no-slip"));
        return new Sale(key, voucher, code, true);
    }

    /**
     * Gives a refund as a new voucher, in place of one that does not pay any more; the same one again answers what was made. Each
     * refund has a code of its own, so no other one comes to the same voucher.
     *
     * @throws Problem CONFLICT when it is not to be given back like this
     */
    @Transactional
    public Sale replace(UUID refundId, Bill bill, Actor clerk) {
        String key = codes.key(refundId);
        VoucherCode code = code(key);
        Refund refund = refunds.find(refundId).orElseThrow();
        Optional<Voucher> made =
                refund.method() == Method.VOUCHER ? add(code, refund.amount(), clerk) : Optional.empty();
        if (made.isEmpty() && isMadeBy(clerk, code)) {
            return again(key, code, refund.amount(), clerk);
        }
        if (made.isEmpty() || !refund.state().equals("DUE") || !refunds.done(refundId)) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-due");
        }
        vouchers.refunded(made.get(), refund.bill(), refund.amount());
        Map<String, String> detail =
                Map.of("voucher", made.get().name(), "amount", refund.amount().toString(), "paid-out", "voucher");
        audit.record(clerk.doesFor(
                agency(clerk), AuditEvent.PAYMENT_REFUNDED, bill.payer(), bill.caseNumber(), null, detail));
        return new Sale(key, vouchers.get(made.get().number()), code, false);
    }

    private boolean isMadeBy(Actor clerk, VoucherCode code) {
        return vouchers.find(code)
                .filter(made -> made.clerk().equals(clerk.number()))
                .isPresent();
    }

    /** Whether giving it back needs a second officer. */
    boolean needsSecond(Voucher voucher) {
        return voucher.amount().cents() > settings.refundAloneUpTo();
    }

    /**
     * Gives an unused voucher back for cash from the clerk's own open till, or asks a second officer about it.
     *
     * @return whether it is given back; else it waits for a second officer
     * @throws Problem CONFLICT when it has been used or has ended, when the clerk has no open till, or when the one who agreed
     *     would pay it out himself
     */
    @Transactional
    public boolean giveBack(long number, Actor clerk) {
        Voucher voucher = vouchers.locked(number);
        voucher.requireUsable(clock.instant());
        if (!voucher.isUnused()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "payments.problem.voucher-used",
                    Map.of("balance", voucher.balance().toString()));
        }
        if (needsSecond(voucher) && !isAgreed(voucher, clerk)) {
            return false;
        }
        String till = tills.accountOf(clerk.number());
        vouchers.end(voucher, VoucherState.GIVEN_BACK, till);
        record(
                clerk,
                AuditEvent.VOUCHER_GIVEN_BACK,
                voucher,
                Map.of("amount", voucher.amount().toString(), "till", till));
        return true;
    }

    private boolean isAgreed(Voucher voucher, Actor clerk) {
        if (requests.ask(voucher, agency(clerk), clerk)) {
            record(
                    clerk,
                    AuditEvent.REFUND_ASKED,
                    voucher,
                    Map.of("amount", voucher.amount().toString()));
            return false;
        }
        RefundRequest asked = requests.of(voucher).orElseThrow();
        if (!asked.isApproved()) {
            return false;
        }
        if (clerk.number().equals(asked.decidedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.voucher-four-eyes");
        }
        return true;
    }

    private void record(Actor clerk, AuditEvent event, Voucher voucher, Map<String, String> detail) {
        Map<String, String> all = new java.util.HashMap<>(detail);
        all.put("voucher", voucher.name());
        audit.record(clerk.doesFor(agency(clerk), event, Map.copyOf(all)));
    }
}
