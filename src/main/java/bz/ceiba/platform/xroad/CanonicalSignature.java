package bz.ceiba.platform.xroad;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.jspecify.annotations.Nullable;

/**
 * A XAdES signature of baseline B-B (ETSI EN 319 132-1) over the result of a hash chain, in the one form in which nodes of this program write
 * it. What is signed stands in the file as exclusive canonicalization (xml-exc-c14n) has it, so it is signed and verified as it is, without reading
 * XML. Anything else is for {@link SignatureVerification}.
 */
final class CanonicalSignature {
    private static final String DS = " xmlns:ds=\"" + Xml.SIGNATURE + "\"";
    private static final String SHA_512 = "http://www.w3.org/2001/04/xmlenc#sha512";
    private static final String CANONICAL = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512";
    private static final String RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";

    /** As the Java platform calls them; ECDSA's value is r and s beside each other (XML Signature 1.1, 6.4.3). */
    private static final Map<String, String> ALGORITHMS =
            Map.of(ECDSA, "SHA512withECDSAinP1363Format", RSA, "SHA512withRSA");

    private static final String METHOD = "<ds:DigestMethod Algorithm=\"" + SHA_512 + "\"></ds:DigestMethod>";

    private static final String PROPERTIES =
            "<xades:SignedProperties xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\" Id=\"xades-{id}\">"
                    + "<xades:SignedSignatureProperties><xades:SigningTime>{time}</xades:SigningTime>"
                    + "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
                    + "<ds:DigestMethod" + DS + " Algorithm=\"" + SHA_512 + "\"></ds:DigestMethod>"
                    + "<ds:DigestValue" + DS + ">{certificate}</ds:DigestValue></xades:CertDigest>"
                    + "<xades:IssuerSerialV2>{issuer}</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>"
                    + "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>"
                    + "<xades:DataObjectFormat ObjectReference=\"#chain\"><xades:MimeType>text/xml</xades:MimeType>"
                    + "</xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>";

    private static final String INFO = "<ds:SignedInfo" + DS + ">"
            + "<ds:CanonicalizationMethod Algorithm=\"" + CANONICAL + "\"></ds:CanonicalizationMethod>"
            + "<ds:SignatureMethod Algorithm=\"{algorithm}\"></ds:SignatureMethod>"
            + "<ds:Reference Id=\"chain\" URI=\"/" + Parts.SIGNED_RESULT + "\">" + METHOD
            + "<ds:DigestValue>{result}</ds:DigestValue></ds:Reference>"
            + "<ds:Reference Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#xades-{id}\">"
            + "<ds:Transforms><ds:Transform Algorithm=\"" + CANONICAL + "\"></ds:Transform></ds:Transforms>" + METHOD
            + "<ds:DigestValue>{properties}</ds:DigestValue></ds:Reference></ds:SignedInfo>";

    private static final String CERTIFICATE = "<ds:X509Certificate>{}</ds:X509Certificate>";

    private static final String BEFORE_INFO = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<asic:XAdESSignatures xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\">"
            + "<ds:Signature" + DS + " Id=\"{id}\">";
    private static final String AFTER_INFO = "<ds:SignatureValue Id=\"value-{id}\">{value}</ds:SignatureValue>"
            + "<ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo><ds:Object>"
            + "<xades:QualifyingProperties xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"#{id}\">";
    /** What nobody signs: the authority's statement about the certificate (EN 319 132-1, 5.4.2), which is signed itself. */
    private static final String STATEMENT = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
            + "<xades:RevocationValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>{statement}"
            + "</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>"
            + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>";

    private static final String AFTER_PROPERTIES =
            "</xades:QualifyingProperties></ds:Object></ds:Signature></asic:XAdESSignatures>";

    private static final String BASE64 = "[A-Za-z0-9+/]+={0,2}";
    private static final Pattern FORM = form();

    private CanonicalSignature() {}

    /**
     * Signs the content of {@code sig-hashchainresult.xml}; answers that of {@code META-INF/signatures.xml}.
     *
     * @param statement what the authority says of the certificate, or null
     */
    static byte[] sign(MemberKeys.Key key, byte[] result, byte @Nullable [] statement, Instant now) {
        X509Certificate certificate = key.certificate();
        String algorithm = algorithm(certificate.getPublicKey());
        try {
            Map<String, String> values = Map.of(
                    "id",
                    "id-" + UUID.randomUUID().toString().replace("-", ""),
                    "time",
                    DateTimeFormatter.ISO_INSTANT.format(now.truncatedTo(ChronoUnit.SECONDS)),
                    "certificate",
                    digest(certificate.getEncoded()),
                    "issuer",
                    issuer(certificate),
                    "algorithm",
                    algorithm,
                    "result",
                    digest(result));
            String properties = filled(PROPERTIES, values);
            String info = filled(INFO, values).replace("{properties}", digest(utf8(properties)));
            Signature signature = Signature.getInstance(ALGORITHMS.get(algorithm));
            signature.initSign(key.secret());
            signature.update(utf8(info));
            String after = filled(AFTER_INFO, values)
                    .replace("{value}", Base64.getEncoder().encodeToString(signature.sign()))
                    .replace("{certificates}", certificates(key.chain()));
            String said = statement == null
                    ? ""
                    : STATEMENT.replace("{statement}", Base64.getEncoder().encodeToString(statement));
            return utf8(filled(BEFORE_INFO, values) + info + after + properties + said + AFTER_PROPERTIES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the member's key did not sign: " + e.getMessage(), e);
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> ECDSA;
            case "RSA" -> RSA;
            default -> throw new IllegalStateException("members sign with EC or RSA keys, not " + key.getAlgorithm());
        };
    }

    private static String filled(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    private static String certificates(List<X509Certificate> chain) throws CertificateException {
        StringBuilder all = new StringBuilder();
        for (X509Certificate one : chain) {
            all.append(CERTIFICATE.replace("{}", Base64.getEncoder().encodeToString(one.getEncoded())));
        }
        return all.toString();
    }

    /**
     * Who signed a result, when the signature is in this form and all of it is right. Whatever else it is, or whatever is wrong with it, is found
     * by reading it as XML.
     */
    static Optional<Signer> verify(byte[] signature, byte[] result) {
        String text = new String(signature, StandardCharsets.UTF_8);
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(found.group("first"))));
            if (!found.group("result").equals(digest(result))
                    || !found.group("properties").equals(digest(utf8(found.group("signed"))))
                    || !found.group("certificate").equals(digest(certificate.getEncoded()))
                    || !found.group("issuer").equals(issuer(certificate))
                    || !found.group("algorithm").equals(algorithm(certificate.getPublicKey()))) {
                return Optional.empty();
            }
            Signature judge = Signature.getInstance(ALGORITHMS.get(found.group("algorithm")));
            judge.initVerify(certificate.getPublicKey());
            judge.update(utf8(found.group("info")));
            return judge.verify(decoded(found.group("value")))
                    ? Optional.of(new Signer(certificate, Instant.parse(found.group("time")), statements(found)))
                    : Optional.empty();
        } catch (GeneralSecurityException
                | IllegalArgumentException
                | IllegalStateException
                | DateTimeParseException e) {
            // Not a key, certificate or value that this form can have; what it is, the library says.
            return Optional.empty();
        }
    }

    private static List<byte[]> statements(Matcher found) {
        String statement = found.group("statement");
        return statement == null ? List.of() : List.of(decoded(statement));
    }

    /** @throws IllegalArgumentException when the same bytes are written otherwise, with other bits where none count (RFC 4648, 3.5) */
    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("no canonical Base64");
        }
        return bytes;
    }

    /** All that the form leaves open is named; what stands twice must be the same. */
    private static Pattern form() {
        Map<String, String> open = Map.of(
                "id", "id-[0-9a-f]{32}",
                "algorithm", "[!-;=?-~]{1,100}",
                "result", BASE64,
                "properties", BASE64,
                "value", BASE64,
                "time", "[0-9:TZ-]{20}",
                "certificate", BASE64,
                "issuer", BASE64,
                "statement", BASE64);
        String certificates = quoted(CERTIFICATE.replace("{}", "{first}"), Map.of("first", BASE64))
                + "(?:<ds:X509Certificate>" + BASE64 + "</ds:X509Certificate>){0,7}";
        String[] around = AFTER_INFO.split(Pattern.quote("{certificates}"), -1);
        return Pattern.compile(quoted(BEFORE_INFO, open)
                + "(?<info>" + again(quoted(INFO, open)) + ")"
                + again(quoted(around[0], open)) + certificates + again(quoted(around[1], open))
                + "(?<signed>" + again(quoted(PROPERTIES, open)) + ")"
                + "(?:" + quoted(STATEMENT, open) + ")?"
                + Pattern.quote(AFTER_PROPERTIES));
    }

    private static String again(String pattern) {
        return pattern.replace("(?<id>id-[0-9a-f]{32})", "\\k<id>");
    }

    private static String quoted(String template, Map<String, String> open) {
        Matcher holes = Pattern.compile("\\{([a-z]+)}").matcher(template);
        StringBuilder pattern = new StringBuilder();
        int end = 0;
        while (holes.find()) {
            pattern.append(Pattern.quote(template.substring(end, holes.start())));
            pattern.append("(?<")
                    .append(holes.group(1))
                    .append('>')
                    .append(open.get(holes.group(1)))
                    .append(')');
            end = holes.end();
        }
        return pattern.append(Pattern.quote(template.substring(end))).toString();
    }

    private static String issuer(X509Certificate certificate) {
        try {
            GeneralNames names = new GeneralNames(new GeneralName(
                    X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded())));
            BigInteger serial = certificate.getSerialNumber();
            return Base64.getEncoder().encodeToString(new IssuerSerial(names, serial).getEncoded("DER"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Digests.sha512(bytes));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
