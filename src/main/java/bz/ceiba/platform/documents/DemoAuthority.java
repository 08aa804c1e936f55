package bz.ceiba.platform.documents;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certification authority of the demonstration: a root with three certificates below it, on P-256 (RFC 5280; RFC
 * 9336 for the document signer; RFC 3161, 2.3 for the time-stamp authority). No revocation lists: nobody relies on it.
 */
final class DemoAuthority {
    static final String DOCUMENT = "document";
    static final String CODE = "code";
    static final String TIME_STAMP = "timestamp";
    static final String ROOT = "root";

    private static final Duration LIFE = Duration.ofDays(3_650);
    private static final KeyPurposeId DOCUMENT_SIGNING =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair rootKey;
    private final X509Certificate root;
    private final Date from;
    private final Date to;
    private final JcaX509ExtensionUtils extensions;

    private DemoAuthority(Instant now) throws GeneralSecurityException, IOException, OperatorCreationException {
        rootKey = keyPair();
        // An hour back, for verifiers whose clock is late.
        from = Date.from(now.minus(Duration.ofHours(1)));
        to = Date.from(now.plus(LIFE));
        extensions = new JcaX509ExtensionUtils();
        X500Name name = new X500Name("CN=Ceiba Demonstration Root " + Long.toHexString(RANDOM.nextLong() >>> 32)
                + ",O=Demonstration - not a public authority,C=BZ");
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, serial(), from, to, name, rootKey.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(rootKey.getPublic()));
        root = sign(builder);
    }

    /** A key store with all keys under one password. */
    static KeyStore make(char[] password, Instant now) throws GeneralSecurityException, IOException {
        try {
            DemoAuthority authority = new DemoAuthority(now);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(ROOT, authority.rootKey.getPrivate(), password, new Certificate[] {authority.root});
            authority.issue(store, password, DOCUMENT, "Document signer", KeyUsage.nonRepudiation, DOCUMENT_SIGNING);
            authority.issue(store, password, CODE, "Verification codes", KeyUsage.digitalSignature, null);
            authority.issue(
                    store,
                    password,
                    TIME_STAMP,
                    "Time-stamp authority",
                    KeyUsage.digitalSignature,
                    KeyPurposeId.id_kp_timeStamping);
            return store;
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private void issue(
            KeyStore store,
            char[] password,
            String alias,
            String name,
            int usage,
            @org.jspecify.annotations.Nullable KeyPurposeId purpose)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = keyPair();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                root,
                serial(),
                from,
                to,
                new X500Name("CN=" + name + " (demonstration),O=Government of Belize (demonstration),C=BZ"),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (purpose != null) {
            boolean alone = purpose.equals(KeyPurposeId.id_kp_timeStamping);
            builder.addExtension(Extension.extendedKeyUsage, alone, new ExtendedKeyUsage(purpose));
        }
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(root));
        store.setKeyEntry(alias, pair.getPrivate(), password, new Certificate[] {sign(builder), root});
    }

    private X509Certificate sign(X509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate())));
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static BigInteger serial() {
        return new BigInteger(127, RANDOM).setBit(64);
    }
}
