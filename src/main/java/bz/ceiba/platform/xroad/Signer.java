package bz.ceiba.platform.xroad;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Who signed.
 *
 * @param at when he says that he did
 */
record Signer(X509Certificate certificate, Instant at) {}
