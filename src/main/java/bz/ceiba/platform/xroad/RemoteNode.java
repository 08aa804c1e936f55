package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.TransportMessage.Written;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another node, asked over mutual TLS (PR-MESSTRANSP 3.2). When half of the last twenty messages did not get through, it is left in peace for ten
 * seconds, and whoever asks meanwhile hears so at once.
 */
final class RemoteNode {
    private static final int LARGEST_FAULT = 1 << 20;
    private static final Duration PEACE = Duration.ofSeconds(10);
    private static final int LAST = 20;
    private static final int AT_LEAST = 10;
    private static final int TRIALS = 3;

    private final URI address;
    private final HttpClient client;
    private final Duration patience;
    private final ReceivedSignatures signatures;
    private final Node node;
    private final Spool spool;
    private final CircuitBreaker circuit;
    private final Semaphore places;

    RemoteNode(
            URI address,
            HttpClient client,
            XroadSettings settings,
            ReceivedSignatures signatures,
            Node node,
            Spool spool,
            Clock clock) {
        this.address = URI.create(address.toString().replaceAll("/+$", "") + TransportServlet.PATH);
        this.client = client;
        this.patience = settings.patience();
        this.signatures = signatures;
        this.node = node;
        this.spool = spool;
        this.places = new Semaphore(settings.mostAtOnce(), true);
        this.circuit = CircuitBreaker.of(
                address.toString(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(LAST)
                        .minimumNumberOfCalls(AT_LEAST)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .waitDurationInOpenState(PEACE)
                        .recordException(e -> e instanceof XroadError error && error.isNetwork())
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .build());
    }

    /**
     * Sends a request, signed for its client, and keeps both sides.
     *
     * @throws XroadError when there is no answer, or one that is not signed by the service's owner for this request
     */
    LoggedMessage ask(RestMessage head, @Nullable Body body) {
        node.log().requireStamps();
        LoggedMessage request = node.sign(new LoggedMessage(head, body, null), head.client());
        if (request.signed() == null) {
            throw XroadError.internal("This node has no key of " + head.client() + ".");
        }
        LoggedMessage response = heard(TransportMessage.write(request));
        try {
            require(request, response);
            node.log().keep(MessageLog.Side.ASKED, request, response);
            return response;
        } catch (RuntimeException e) {
            response.close();
            throw e;
        }
    }

    private void require(LoggedMessage request, LoggedMessage response) {
        signatures.require(response);
        RestMessage head = request.head();
        String hash = Digests.requestHash(head.bytes(), request.bodyDigest());
        if (!response.head().isResponse()
                || !response.head().header(RestMessage.REQUEST_HASH).orElse("").equals(hash)
                || !response.head().header(RestMessage.REQUEST_ID).equals(head.header(RestMessage.REQUEST_ID))
                || !String.valueOf(response.head().service()).equals(String.valueOf(head.service()))) {
            throw XroadError.invalidSignature("The other node answered another request.");
        }
    }

    private LoggedMessage heard(Written written) {
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw XroadError.network("too many messages wait for " + address.getHost());
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            return circuit.executeSupplier(() -> send(written));
        } catch (CallNotPermittedException e) {
            throw XroadError.network(address.getHost() + " did not answer lately; it is asked again in some seconds.");
        } finally {
            places.release();
        }
    }

    private LoggedMessage send(Written written) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(spool.patience(written.length()))
                .header("Content-Type", written.contentType())
                .header("x-road-message-type", "REST")
                .header("x-hash-algorithm", "SHA-512")
                .POST(written.publisher())
                .build();
        try {
            return read(client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (HttpTimeoutException e) {
            throw XroadError.network(address.getHost() + " did not answer within " + patience);
        } catch (IOException e) {
            throw XroadError.lost(address.getHost() + " can't be reached: " + e.getMessage());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private XroadError interrupted() {
        Thread.currentThread().interrupt();
        return XroadError.network("interrupted while waiting for " + address.getHost());
    }

    private LoggedMessage read(HttpResponse<InputStream> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        try (Timely in = new Timely(response.body(), spool.patience(length))) {
            if (response.statusCode() != 200) {
                throw XroadError.network(address.getHost() + " answered " + response.statusCode());
            }
            if (type.startsWith("text/xml")) {
                throw XroadError.serviceFailed("The other node refused: " + Fault.read(in.readNBytes(LARGEST_FAULT)));
            }
            return TransportMessage.read(type, in, length, TransportMessage.RESPONSE, spool);
        }
    }
}
