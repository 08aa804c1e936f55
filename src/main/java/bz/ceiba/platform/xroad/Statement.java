package bz.ceiba.platform.xroad;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** What an authority says of whether certificates of its own are revoked (an OCSP response, RFC 6960). */
final class Statement {
    private static final String SIGNS_STATEMENTS = "1.3.6.1.5.5.7.3.9";

    /** Clocks of others may go before ours. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final BasicOCSPResp response;

    private Statement(BasicOCSPResp response) {
        this.response = response;
    }

    /**
     * @throws BadContainer when it is none, or says that there is no answer
     */
    static Statement parse(byte[] der) {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() == OCSPResp.SUCCESSFUL
                    && response.getResponseObject() instanceof BasicOCSPResp basic) {
                return new Statement(basic);
            }
            throw new BadContainer("the authority's statement is no answer (" + response.getStatus() + ")");
        } catch (IOException | OCSPException e) {
            throw new BadContainer("the authority's statement can't be read", e);
        }
    }

    /** What it says of a certificate. */
    Optional<SingleResp> about(X509Certificate certificate, X509Certificate issuer) {
        try {
            X509CertificateHolder authority = new JcaX509CertificateHolder(issuer);
            for (SingleResp one : response.getResponses()) {
                if (one.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
                        && one.getCertID().matchesIssuer(authority, new JcaDigestCalculatorProviderBuilder().build())) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        } catch (GeneralSecurityException | OCSPException | OperatorCreationException e) {
            throw new BadContainer("the authority's statement names the certificate in an unknown way", e);
        }
    }

    /** When what it says of a certificate was so. */
    static Instant at(SingleResp one) {
        return one.getThisUpdate().toInstant();
    }

    /**
     * Requires that it says of a certificate, not too long ago, that it is good, and that its authority says so.
     *
     * @return until when that counts
     * @throws BadContainer saying what is wrong
     */
    Instant require(X509Certificate certificate, X509Certificate issuer, Instant now, Duration oldest) {
        SingleResp one = about(certificate, issuer)
                .orElseThrow(() -> new BadContainer("the authority's statement is about another certificate"));
        if (!isOf(issuer, now)) {
            throw new BadContainer("the statement that the certificate is not revoked is not of its authority");
        }
        @Nullable CertificateStatus status = one.getCertStatus();
        // Good is written so (CertificateStatus.GOOD).
        if (status != null) {
            throw new BadContainer("the certificate was revoked, or its authority does not know it");
        }
        Instant until = at(one).plus(oldest);
        if (one.getNextUpdate() != null
                && one.getNextUpdate().toInstant().plus(AHEAD).isBefore(until)) {
            until = one.getNextUpdate().toInstant().plus(AHEAD);
        }
        if (!now.isBefore(until) || now.plus(AHEAD).isBefore(at(one))) {
            throw new BadContainer("the statement that the certificate is not revoked is of " + at(one)
                    + ", which is too long ago or still to come");
        }
        return until;
    }

    /** Of the authority itself, or of whom it certified for just that (RFC 6960, 4.2.2.2). */
    boolean isOf(X509Certificate issuer, Instant now) {
        try {
            if (isSignedBy(issuer)) {
                return true;
            }
            for (X509CertificateHolder holder : response.getCerts()) {
                X509Certificate responder = new JcaX509CertificateConverter().getCertificate(holder);
                if (isForStatements(responder)
                        && Trust.in(List.of(issuer)).reaches(responder, List.of(), now)
                        && isSignedBy(responder)) {
                    return true;
                }
            }
            return false;
        } catch (CertificateException e) {
            return false;
        }
    }

    /** Of a responder whom the reader trusts by name, as an X-Road instance lists those of its authorities. */
    boolean isOfOneOf(Trust trust) {
        try {
            for (X509CertificateHolder holder : response.getCerts()) {
                X509Certificate responder = new JcaX509CertificateConverter().getCertificate(holder);
                if (trust.isAuthority(responder) && isForStatements(responder) && isSignedBy(responder)) {
                    return true;
                }
            }
            return false;
        } catch (CertificateException e) {
            return false;
        }
    }

    /** Whether an authority certified it to say which certificates are revoked; any other of its certificates may not. */
    private static boolean isForStatements(X509Certificate responder) throws CertificateException {
        List<String> uses = responder.getExtendedKeyUsage();
        return uses != null && uses.contains(SIGNS_STATEMENTS);
    }

    private boolean isSignedBy(X509Certificate who) {
        try {
            return response.isSignatureValid(new JcaContentVerifierProviderBuilder().build(who));
        } catch (OCSPException | OperatorCreationException e) {
            return false;
        }
    }
}
