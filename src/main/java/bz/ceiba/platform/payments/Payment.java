package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try to pay one or several bills of one payer.
 *
 * @param amount the sum of the shares
 * @param url the gateway's page, once it has given one
 * @param shares what of it is for which bill, in the order of the bills' identifiers
 */
record Payment(
        UUID id,
        Method method,
        Money amount,
        PaymentState state,
        @Nullable String url,
        Instant at,
        List<Share> shares) {
    /** What of a payment is for one bill. */
    record Share(UUID bill, Money amount) {}

    /**
     * What a payment can be; {@code PENDING} leads to all others. From {@code FAILED} and {@code ABANDONED} it may still
     * come to those in which the gateway took money; from those nothing leads on, but from {@code MISMATCH} to {@code CAPTURED}
     * or {@code SURPLUS} when an officer says what becomes of the money.
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

    Payment {
        shares = List.copyOf(shares);
    }

    /** One of its bills; all have the same payer. */
    UUID firstBill() {
        return shares.getFirst().bill();
    }
}
