package bz.ceiba.platform.xroad;

import java.net.http.HttpClient;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * How this node connects to others.
 *
 * @param own the certificate that it shows, or null for none
 */
record Connection(HttpClient client, @Nullable X509Certificate own) {
    static Connection of(XroadSettings settings, SslBundles bundles) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.patience());
        if (settings.sslBundle() == null) {
            return new Connection(client.build(), null);
        }
        client.sslContext(bundles.getBundle(settings.sslBundle()).createSslContext());
        return new Connection(
                client.build(),
                own(bundles.getBundle(settings.sslBundle()).getStores().getKeyStore()));
    }

    private static @Nullable X509Certificate own(@Nullable KeyStore keys) {
        try {
            if (keys != null) {
                for (String alias : Collections.list(keys.aliases())) {
                    if (keys.isKeyEntry(alias)) {
                        return (X509Certificate) keys.getCertificate(alias);
                    }
                }
            }
            return null;
        } catch (KeyStoreException e) {
            throw new IllegalStateException(e);
        }
    }
}
