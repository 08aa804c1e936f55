package bz.ceiba.platform.xroad;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** An authority's OCSP responder. */
final class TestResponder implements AutoCloseable {
    private final HttpServer server;
    private final TestMembers.Key key;
    private final Clock clock;
    private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    /**
     * @param key with which it signs what it says
     */
    TestResponder(TestMembers.Key key, Clock clock) throws IOException {
        this.key = key;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/ocsp");
    }

    void revoke(X509Certificate certificate) {
        revoked.add(certificate.getSerialNumber());
    }

    void away(boolean now) {
        away = now;
    }

    int asked() {
        return asked.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            if (away) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            OCSPReq request = new OCSPReq(exchange.getRequestBody().readAllBytes());
            BasicOCSPRespBuilder response = builder();
            for (Req one : request.getRequestList()) {
                add(response, one.getCertID());
            }
            byte[] bytes = signed(response);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (OCSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(e);
        }
    }

    /** What it says of a certificate. */
    byte[] about(X509Certificate certificate) throws Exception {
        BasicOCSPRespBuilder response = builder();
        add(
                response,
                new CertificateID(
                        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                        new JcaX509CertificateHolder(TestMembers.SHARED.authority()),
                        certificate.getSerialNumber()));
        return signed(response);
    }

    private BasicOCSPRespBuilder builder() throws OCSPException, OperatorCreationException {
        return new BasicOCSPRespBuilder(
                SubjectPublicKeyInfo.getInstance(
                        key.certificate().getPublicKey().getEncoded()),
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1));
    }

    private void add(BasicOCSPRespBuilder response, CertificateID id) {
        CertificateStatus status = revoked.contains(id.getSerialNumber())
                ? new RevokedStatus(Date.from(clock.instant()), CRLReason.keyCompromise)
                : CertificateStatus.GOOD;
        response.addResponse(id, status, Date.from(clock.instant()), null, null);
    }

    private byte[] signed(BasicOCSPRespBuilder response)
            throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        response.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(key.pair().getPrivate()),
                                new X509CertificateHolder[] {new JcaX509CertificateHolder(key.certificate())},
                                Date.from(clock.instant())))
                .getEncoded();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
