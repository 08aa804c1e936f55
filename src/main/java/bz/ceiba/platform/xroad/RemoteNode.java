package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.TransportMessage.Written;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Another node, asked over mutual TLS (PR-MESSTRANSP 3.2).
 */
final class RemoteNode {
    private static final int LARGEST_FAULT = 1 << 20;
    private static final int LARGEST_END = 1 << 10;
    private final URI address;
    private final Connection connection;
    private final Duration patience;
    private final ReceivedSignatures signatures;
    private final Standing standing;
    private final Node node;
    private final Spool spool;
    private final Line line;

    RemoteNode(
            URI address,
            Connection connection,
            XroadSettings settings,
            ReceivedSignatures signatures,
            Standing standing,
            Node node,
            Spool spool,
            Clock clock) {
        this.address = URI.create(address.toString().replaceAll("/+$", "") + TransportServlet.PATH);
        this.connection = connection;
        this.patience = settings.patience();
        this.signatures = signatures;
        this.standing = standing;
        this.node = node;
        this.spool = spool;
        this.line = new Line(String.valueOf(address.getHost()), settings.mostAtOnce(), settings.patience(), clock);
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
        X509Certificate own = connection.own();
        Written written = TransportMessage.write(request, own == null ? null : standing.statement(own));
        LoggedMessage response = line.call(XroadError::network, () -> send(written));
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

    private LoggedMessage send(Written written) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(spool.patience(written.length()))
                .header("Content-Type", written.contentType())
                .header("x-road-message-type", "REST")
                .header("x-hash-algorithm", "SHA-512")
                .POST(written.publisher())
                .build();
        try {
            return read(connection.client().send(request, Arriving.within(spool::patience)));
        } catch (HttpTimeoutException e) {
            throw XroadError.network(address.getHost() + " did not answer within " + patience);
        } catch (IOException e) {
            throw XroadError.lost(address.getHost() + " can't be reached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XroadError.network("interrupted while waiting for " + address.getHost());
        }
    }

    private LoggedMessage read(HttpResponse<Arriving> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        try (Arriving in = response.body()) {
            if (response.statusCode() != 200) {
                throw XroadError.network(address.getHost() + " answered " + response.statusCode());
            }
            if (type.startsWith("text/xml")) {
                throw Fault.read(in.readNBytes(LARGEST_FAULT));
            }
            LoggedMessage message = TransportMessage.read(type, in, length, TransportMessage.RESPONSE, spool)
                    .message();
            try {
                // To its end, which is a line's, so that the connection can be used again.
                var _ = in.readNBytes(LARGEST_END);
                return message;
            } catch (IOException e) {
                message.close();
                throw e;
            }
        }
    }
}
