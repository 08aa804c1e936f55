package bz.ceiba.platform.xroad;

/**
 * The signature of one message among many.
 *
 * @param signature {@code META-INF/signatures.xml}
 * @param result {@code sig-hashchainresult.xml}, which is what is signed
 * @param chain {@code sig-hashchain.xml}, which leads from it to the message
 */
record Signed(byte[] signature, byte[] result, byte[] chain) {}
