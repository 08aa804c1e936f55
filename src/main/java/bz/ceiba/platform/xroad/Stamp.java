package bz.ceiba.platform.xroad;

/**
 * The time-stamp of one message's signature among many.
 *
 * @param token the authority's answer (RFC 3161), DER
 * @param result {@code ts-hashchainresult.xml}, which is what is stamped
 * @param chain {@code ts-hashchain.xml}, which leads from it to the signature
 */
record Stamp(byte[] token, byte[] result, byte[] chain) {}
