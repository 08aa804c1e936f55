package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment gateway with a hosted checkout. Its methods go over the network: never call them within a transaction. */
interface Gateway {
    /**
     * What to ask the payer for.
     *
     * @param payment our identifier, with which the gateway recognises a repeated request
     * @param language ISO 639
     */
    record Order(UUID payment, Money amount, String description, String returnUrl, String language) {}

    /** A checkout: what the gateway calls it, and the address of its page. */
    record Checkout(String reference, String url) {}

    /** How far a checkout has come. */
    enum Progress {
        PENDING,
        CAPTURED,
        FAILED,
        ABANDONED,
        /** The gateway has never heard of it. */
        UNKNOWN
    }

    /**
     * What the gateway knows of a payment.
     *
     * @param amount what it took, or would take
     * @param currency ISO 4217
     */
    record Standing(Progress progress, @Nullable String reference, Money amount, String currency) {}

    /**
     * Makes a checkout, or answers the one made for the same payment before.
     *
     * @throws GatewayUnavailable when it does not answer
     */
    Checkout open(Order order) throws GatewayUnavailable;

    /**
     * Asks for the state of a payment.
     *
     * @throws GatewayUnavailable when it does not answer
     */
    Standing ask(UUID payment) throws GatewayUnavailable;

    /**
     * Gives money back; the same refund again changes nothing.
     *
     * @throws GatewayUnavailable when it does not answer or refuses
     */
    void refund(UUID payment, UUID refund, Money amount) throws GatewayUnavailable;

    /** The gateway did not do what it was asked for; trying again may help. */
    final class GatewayUnavailable extends Exception {
        GatewayUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
