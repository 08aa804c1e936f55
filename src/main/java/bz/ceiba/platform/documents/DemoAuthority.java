package bz.ceiba.platform.documents;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The certification authority of the demonstration: a root with the certificates below it, on P-256 (RFC 5280; RFC 9336 for
 * seals; RFC 3161, 2.3 for the time-stamp authority), and its revocation list.
 */
final class DemoAuthority {
    static final String DOCUMENT = "document";
    static final String CODE = "code";
    static final String TIME_STAMP = "timestamp";
    static final String ROOT = "root";

    private static final Duration LIFE = Duration.ofDays(3_650);

    /** Shorter than a time-stamp certificate's: what is sealed must outlive the seal's certificate. */
    private static final Duration SEAL_LIFE = Duration.ofDays(1_095);

    private static final Duration LIST_LIFE = Duration.ofDays(7);
    private static final String GOVERNMENT = "Government of Belize (demonstration)";
    private static final KeyPurposeId DOCUMENT_SIGNING =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey rootKey;
    private final X509Certificate root;
    private final String listAddress;
    private final Instant now;
    private final JcaX509ExtensionUtils extensions;

    private DemoAuthority(PrivateKey rootKey, X509Certificate root, String listAddress, Instant now)
            throws GeneralSecurityException {
        this.rootKey = rootKey;
        this.root = root;
        this.listAddress = listAddress;
        this.now = now;
        this.extensions = new JcaX509ExtensionUtils();
    }

    /**
     * A key store with all keys under one password.
     *
     * @param listAddress where the revocation list will be found
     */
    static KeyStore make(char[] password, String listAddress, Instant now)
            throws GeneralSecurityException, IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            KeyPair pair = keyPair();
            X509Certificate root = root(pair, now);
            store.setKeyEntry(ROOT, pair.getPrivate(), password, new Certificate[] {root});
            DemoAuthority authority = new DemoAuthority(pair.getPrivate(), root, listAddress, now);
            authority.issue(
                    store,
                    password,
                    DOCUMENT,
                    "Document signer",
                    GOVERNMENT,
                    KeyUsage.nonRepudiation,
                    DOCUMENT_SIGNING);
            authority.issue(store, password, CODE, "Verification codes", GOVERNMENT, KeyUsage.digitalSignature, null);
            authority.issue(
                    store,
                    password,
                    TIME_STAMP,
                    "Time-stamp authority",
                    GOVERNMENT,
                    KeyUsage.digitalSignature,
                    KeyPurposeId.id_kp_timeStamping);
            return store;
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** The authority whose root is in the key store. */
    static DemoAuthority in(KeyStore store, char[] password, String listAddress, Instant now)
            throws GeneralSecurityException {
        return of(root(store, password), listAddress, now);
    }

    /** The authority with this root. */
    static DemoAuthority of(KeyStore.PrivateKeyEntry root, String listAddress, Instant now)
            throws GeneralSecurityException {
        return new DemoAuthority(root.getPrivateKey(), (X509Certificate) root.getCertificate(), listAddress, now);
    }

    /** The root in the key store. */
    static KeyStore.PrivateKeyEntry root(KeyStore store, char[] password) throws GeneralSecurityException {
        return (KeyStore.PrivateKeyEntry) store.getEntry(ROOT, new KeyStore.PasswordProtection(password));
    }

    /** Puts an agency's new seal into the key store. */
    void issueSeal(KeyStore store, char[] password, String alias, String agency)
            throws GeneralSecurityException, IOException {
        try {
            issue(store, password, alias, agency, agency, KeyUsage.nonRepudiation, DOCUMENT_SIGNING);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /**
     * The revocation list (RFC 5280, 5), valid for a week.
     *
     * @param revoked the serial numbers of what is revoked, and since when
     */
    byte[] revocationList(Map<BigInteger, Instant> revoked) throws GeneralSecurityException, IOException {
        try {
            JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(root, Date.from(now));
            list.setNextUpdate(Date.from(now.plus(LIST_LIFE)));
            revoked.forEach((serial, at) -> list.addCRLEntry(serial, Date.from(at), CRLReason.unspecified));
            list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.toEpochMilli())));
            list.addExtension(Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(root));
            return list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X509Certificate root(KeyPair pair, Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=Ceiba Demonstration Root " + Long.toHexString(RANDOM.nextLong() >>> 32)
                + ",O=Demonstration - not a public authority,C=BZ");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), from(now), Date.from(now.plus(LIFE.multipliedBy(2))), name, pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        return sign(builder, pair.getPrivate());
    }

    /** An hour back, for verifiers whose clock is late. */
    private static Date from(Instant now) {
        return Date.from(now.minus(Duration.ofHours(1)));
    }

    private void issue(
            KeyStore store,
            char[] password,
            String alias,
            String name,
            String organisation,
            int usage,
            @Nullable KeyPurposeId purpose)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = keyPair();
        Duration life = DOCUMENT_SIGNING.equals(purpose) ? SEAL_LIFE : LIFE;
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, name + " (demonstration)")
                .addRDN(BCStyle.O, organisation)
                .addRDN(BCStyle.C, "BZ")
                .build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(root.getSubjectX500Principal().getEncoded()),
                serial(),
                from(now),
                Date.from(now.plus(life)),
                subject,
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
        GeneralName list = new GeneralName(GeneralName.uniformResourceIdentifier, listAddress);
        builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(list)), null, null)
        }));
        store.setKeyEntry(alias, pair.getPrivate(), password, new Certificate[] {sign(builder, rootKey), root});
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey rootKey)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey)));
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
