package bz.ceiba.platform.documents;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamp authority over HTTP (RFC 3161, 3.4), and one that answers with nonsense. */
public final class TimeStampServer implements AutoCloseable {
    private final HttpServer server;
    private final PrivateKey secret;
    private final List<X509Certificate> chain;

    TimeStampServer(SigningKeys.Key key) throws IOException {
        this(key.secret(), key.chain());
    }

    /** Signs with a key of which the certificate is for time-stamps. */
    public TimeStampServer(PrivateKey secret, List<X509Certificate> chain) throws IOException {
        this(secret, chain, 0);
    }

    /** On a port of the caller's choice, to which one that died can come back. */
    public TimeStampServer(PrivateKey secret, List<X509Certificate> chain, int port) throws IOException {
        this.secret = secret;
        this.chain = chain;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/tsa", this::answer);
        server.createContext("/broken", exchange -> send(exchange, new byte[] {1, 2, 3}));
        server.start();
    }

    public URI address(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            TimeStampRequest request =
                    new TimeStampRequest(exchange.getRequestBody().readAllBytes());
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", secret, chain.getFirst()),
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(TSPAlgorithms.SHA256)),
                    new ASN1ObjectIdentifier("2.25.1"));
            tokens.addCertificates(new JcaCertStore(chain));
            TimeStampResponseGenerator responses = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
            send(
                    exchange,
                    responses
                            .generate(
                                    request,
                                    BigInteger.TWO,
                                    Date.from(Clock.systemUTC().instant()))
                            .getEncoded());
        } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
