package bz.ceiba.platform.xroad;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An instance's certification authority, with keys for members, for a time-stamp authority and for connections. */
public final class TestMembers {
    public static final String PASSWORD = "of-the-members";

    /** Those of the shared server. */
    static final TestMembers SHARED = new TestMembers();

    static final Key EGOV = SHARED.member("egov");
    static final Key POLICE = SHARED.member("police");
    static final Key HEALTH = SHARED.member("health");

    /** A Security Server that speaks for all, and a ministry's own system. */
    static final Key SECURITY_SERVER = SHARED.connection("security-server");

    static final Key POLICE_SYSTEM = SHARED.connection("police-system");

    private final Instant now = Instant.now();
    private int serial = 1;
    private final KeyPair root = pair();
    private final X509Certificate authority = issue("CN=Test CA", root, null, null);

    /** A key with its certificate chain. */
    public record Key(KeyPair pair, List<X509Certificate> chain) {
        public X509Certificate certificate() {
            return chain.getFirst();
        }
    }

    public X509Certificate authority() {
        return authority;
    }

    public Key member(String code) {
        return below("CN=" + code + ",O=Member,C=BZ", KeyUsage.nonRepudiation, null);
    }

    public Key timeStamps() {
        return below("CN=Test TSA", KeyUsage.digitalSignature, KeyPurposeId.id_kp_timeStamping);
    }

    public Key connection(String name) {
        return below("CN=" + name, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth);
    }

    /** Says for the authority which certificates are revoked. */
    Key statements() {
        return below("CN=Test OCSP", KeyUsage.digitalSignature, KeyPurposeId.id_kp_OCSPSigning);
    }

    Key server(String name) {
        return below("CN=" + name, KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth);
    }

    private Key below(String subject, int usage, @Nullable KeyPurposeId purpose) {
        KeyPair pair = pair();
        return new Key(pair, List.of(issue(subject, pair, usage, purpose), authority));
    }

    private X509Certificate issue(
            String subject, KeyPair pair, @Nullable Integer usage, @Nullable KeyPurposeId purpose) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=Test CA"),
                    BigInteger.valueOf(++serial),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(Duration.ofDays(365))),
                    new X500Name(subject),
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(usage == null));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage == null ? KeyUsage.keyCertSign : usage));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            }
            if (KeyPurposeId.id_kp_serverAuth.equals(purpose)) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, subject.substring("CN=".length()))));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(root.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the shared server is told of its members and peers. */
    public static Map<String, Object> settings(Path directory) throws IOException {
        Path keys = directory.resolve("xroad.p12");
        try (OutputStream out = Files.newOutputStream(keys)) {
            store(Map.of(
                            "egov", EGOV,
                            "police", POLICE,
                            "health", HEALTH,
                            "tax-service", SHARED.member("tax-service"),
                            "social-security", SHARED.member("social-security")))
                    .store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("ceiba.xroad.keys", keys.toString());
        settings.put("ceiba.xroad.client-certificate-header", "Client-Cert");
        settings.put(
                "ceiba.xroad.authorities",
                write(directory.resolve("members-ca.pem"), SHARED.authority()).toString());
        settings.put("ceiba.xroad.patience", "20s");
        settings.put("ceiba.xroad.bodies.largest", "150MB");
        TestBackend.SHARED.settings(settings, directory);
        peer(settings, directory, "security-server", SECURITY_SERVER, "BZ/GOV/*");
        peer(settings, directory, "police-system", POLICE_SYSTEM, "BZ/GOV/police");
        return settings;
    }

    private static void peer(Map<String, Object> settings, Path directory, String name, Key key, String clients) {
        String prefix = "ceiba.xroad.peers." + name + ".";
        settings.put(
                prefix + "certificate",
                write(directory.resolve(name + ".pem"), key.certificate()).toString());
        settings.put(prefix + "clients", clients);
    }

    /** The members' keys as a node has them. */
    static MemberKeys keys(String code, Key key) {
        try {
            return MemberKeys.of(store(Map.of(code, key)), PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyStore store(Map<String, Key> keys) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Map.Entry<String, Key> key : keys.entrySet()) {
                store.setKeyEntry(
                        key.getKey(),
                        key.getValue().pair().getPrivate(),
                        PASSWORD.toCharArray(),
                        key.getValue().chain().toArray(Certificate[]::new));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path write(Path file, X509Certificate certificate) {
        try {
            return Files.writeString(
                    file,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                    .encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
