package bz.ceiba.platform.payments;

/** How a payment was made. */
enum Method {
    GATEWAY,
    COUNTER
}
