package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try to pay a bill.
 *
 * @param url the gateway's page, once it has given one
 */
record Payment(
        UUID id,
        UUID bill,
        Method method,
        Money amount,
        PaymentState state,
        @Nullable String url,
        Instant at) {
    /**
     * What a payment can be; {@code PENDING} leads to all others. From {@code FAILED} and {@code ABANDONED} it may still
     * come to those in which the gateway took money; from those nothing leads on.
     */
    enum PaymentState {
        PENDING,
        CAPTURED,
        SURPLUS,
        FAILED,
        ABANDONED,
        MISMATCH;

        /** Whether the gateway took money and that has been dealt with. */
        boolean isTaken() {
            return switch (this) {
                case CAPTURED, SURPLUS, MISMATCH -> true;
                case PENDING, FAILED, ABANDONED -> false;
            };
        }
    }
}
