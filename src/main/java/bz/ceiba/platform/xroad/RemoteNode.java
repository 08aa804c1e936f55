package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.TransportMessage.Written;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Another node, asked over mutual TLS (PR-MESSTRANSP 3.2). */
final class RemoteNode {
    private static final int LARGEST = XroadServlet.LARGEST_BODY + (1 << 20);

    private final URI address;
    private final HttpClient client;
    private final Duration patience;
    private final ReceivedSignatures signatures;
    private final Node node;

    RemoteNode(URI address, HttpClient client, Duration patience, ReceivedSignatures signatures, Node node) {
        this.address = URI.create(address.toString().replaceAll("/+$", "") + TransportServlet.PATH);
        this.client = client;
        this.patience = patience;
        this.signatures = signatures;
        this.node = node;
    }

    /**
     * Sends a request, signed for its client, and keeps both sides.
     *
     * @throws XroadError when there is no answer, or one that is not signed by the service's owner for this request
     */
    LoggedMessage ask(RestMessage head, byte[] body) {
        node.log().requireStamps();
        LoggedMessage request = node.sign(new LoggedMessage(head, body, null), head.client());
        if (request.signed() == null) {
            throw XroadError.internal("This node has no key of " + head.client() + ".");
        }
        LoggedMessage response = send(TransportMessage.write(request));
        signatures.require(response);
        String hash = Digests.requestHash(head.bytes(), request.bodyDigest());
        if (!response.head().isResponse()
                || !response.head().header(RestMessage.REQUEST_HASH).orElse("").equals(hash)
                || !response.head().header(RestMessage.REQUEST_ID).equals(head.header(RestMessage.REQUEST_ID))
                || !String.valueOf(response.head().service()).equals(String.valueOf(head.service()))) {
            throw XroadError.invalidSignature("The other node answered another request.");
        }
        node.log().keep(MessageLog.Side.ASKED, request, response);
        return response;
    }

    private LoggedMessage send(Written written) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", written.contentType())
                .header("x-road-message-type", "REST")
                .header("x-hash-algorithm", "SHA-512")
                .POST(HttpRequest.BodyPublishers.ofByteArray(written.bytes()))
                .build();
        try {
            return read(sendTwice(request));
        } catch (IOException e) {
            throw XroadError.network(address.getHost() + " can't be reached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XroadError.network("interrupted while waiting for " + address.getHost());
        }
    }

    /** A connection that could not be made carried nothing, so a second try asks nothing twice. */
    private HttpResponse<InputStream> sendTwice(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        }
    }

    private LoggedMessage read(HttpResponse<InputStream> response) throws IOException {
        byte[] bytes;
        try (InputStream in = response.body()) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() != 200 || bytes.length > LARGEST) {
            throw XroadError.network(address.getHost() + " answered " + response.statusCode());
        }
        if (type.startsWith("text/xml")) {
            throw XroadError.serviceFailed("The other node refused: " + Fault.read(bytes));
        }
        return TransportMessage.read(type, bytes, TransportMessage.RESPONSE);
    }
}
