package bz.ceiba.platform.payments;

import java.time.Instant;
import java.util.List;

/**
 * A checkout as the demonstration's gateway keeps it.
 *
 * @param status open, captured, failed or abandoned
 * @param cents what was or will be taken
 * @param refunds the idempotency keys of refunds made, each with its cents as {@code key=cents}
 * @param untold whether the merchant has not acknowledged the last change
 */
record DemoCheckout(
        String id,
        String merchantReference,
        long cents,
        String currency,
        String description,
        String returnUrl,
        String language,
        String status,
        Instant at,
        List<String> refunds,
        boolean untold) {
    DemoCheckout status(String changed) {
        return new DemoCheckout(
                id, merchantReference, cents, currency, description, returnUrl, language, changed, at, refunds, true);
    }

    DemoCheckout told() {
        return new DemoCheckout(
                id, merchantReference, cents, currency, description, returnUrl, language, status, at, refunds, false);
    }

    DemoCheckout refunds(List<String> made) {
        return new DemoCheckout(
                id, merchantReference, cents, currency, description, returnUrl, language, status, at, made, untold);
    }

    long refunded() {
        return refunds.stream()
                .mapToLong(refund -> Long.parseLong(refund.substring(refund.indexOf('=') + 1)))
                .sum();
    }
}
