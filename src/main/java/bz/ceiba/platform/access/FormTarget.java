package bz.ceiba.platform.access;

/**
 * Another site to which our forms may lead, such as a payment gateway; all others are blocked by the
 * Content-Security-Policy. Declare a bean.
 *
 * @param origin scheme, host and port, such as {@code https://pay.example.bz}
 */
public record FormTarget(String origin) {}
