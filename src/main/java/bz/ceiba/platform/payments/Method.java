package bz.ceiba.platform.payments;

/** How a payment was made. */
enum Method {
    GATEWAY,
    COUNTER,
    /** By transfer to an account of the state, as a bank statement shows it. */
    BANK,
    /** With the code of a voucher. */
    VOUCHER
}
