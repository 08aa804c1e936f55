package bz.ceiba.platform.xroad;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Who signed.
 *
 * @param at when he says that he did
 * @param statements what lies beside the signature of whether his certificate was revoked
 */
record Signer(X509Certificate certificate, Instant at, List<byte[]> statements) {}
