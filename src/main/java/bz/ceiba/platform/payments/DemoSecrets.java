package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Secrets;
import java.security.SecureRandom;
import java.util.Base64;

/** What the demonstration's gateway and we share, as any merchant and his gateway do. */
record DemoSecrets(String apiKey, String webhook) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OCTETS = 32;

    static DemoSecrets of(Secrets secrets) {
        return new DemoSecrets(
                secrets.random("demo-gateway-key"), "whsec_" + secrets.get("demo-gateway-webhook", DemoSecrets::key));
    }

    /** The specification of webhooks wants base 64 of the common kind. */
    private static String key() {
        byte[] key = new byte[OCTETS];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
