package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Verhoeff;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;

/**
 * Prepaid value that whoever holds its code may pay bills with.
 *
 * @param lastFour the last four characters of its code
 * @param amount for how much it was sold
 * @param balance what is left of that
 * @param agency whose clerk sold it
 * @param clerk his identity number
 * @param expiresOn the last day on which it pays
 */
public record Voucher(
        long number,
        String lastFour,
        Money amount,
        Money balance,
        VoucherState state,
        String agency,
        String clerk,
        Instant soldAt,
        LocalDate expiresOn) {
    /** {@code ACTIVE} leads to both others, those nowhere. */
    public enum VoucherState {
        ACTIVE,
        /** Given back for cash: cancelled. */
        GIVEN_BACK,
        EXPIRED
    }

    /** What moved a voucher's balance. */
    public enum Kind {
        SOLD,
        REDEEMED,
        /** What was paid for a bill came back onto it. */
        REFUNDED,
        GIVEN_BACK,
        EXPIRED
    }

    /**
     * One movement of a voucher's balance.
     *
     * @param amount negative for what left it
     */
    public record Movement(Kind kind, Money amount, Instant at) {}

    /** As people name it; not a secret, and it pays nothing. */
    public String name() {
        return name(number);
    }

    static String name(long number) {
        String digits = String.format(Locale.ROOT, "%06d", number);
        return "VCH-" + digits + Verhoeff.checkDigit(digits);
    }

    /** Whether nothing has been paid with it, or all of that came back. */
    public boolean isUnused() {
        return balance.equals(amount);
    }

    /** What it is on a day; an expired one may be waiting to be booked. */
    VoucherState stateOn(LocalDate day) {
        return state == VoucherState.ACTIVE && expiresOn.isBefore(day) ? VoucherState.EXPIRED : state;
    }

    /**
     * @throws Problem CONFLICT when it pays nothing at this instant
     */
    void requireUsable(Instant now) {
        switch (stateOn(LocalDate.ofInstant(now, Country.ZONE))) {
            case EXPIRED ->
                throw new Problem(
                        Problem.Kind.CONFLICT,
                        "payments.problem.voucher-expired",
                        Map.of("until", expiresOn.toString()));
            case GIVEN_BACK -> throw new Problem(Problem.Kind.CONFLICT, "payments.problem.voucher-given-back");
            case ACTIVE -> {
                if (!balance.isPositive()) {
                    throw new Problem(Problem.Kind.CONFLICT, "payments.problem.voucher-empty");
                }
            }
        }
    }
}
