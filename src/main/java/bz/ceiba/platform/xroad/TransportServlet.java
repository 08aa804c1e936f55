package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.TransportMessage.Written;
import bz.ceiba.platform.xroad.XroadSettings.Peer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where other nodes send signed requests (PR-MESSTRANSP 3.3). */
final class TransportServlet extends HttpServlet {
    static final String PATH = "/xroad/transport";

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(TransportServlet.class);

    private final transient Peers peers;
    private final transient Admission admission;
    private final transient ReceivedSignatures signatures;
    private final transient Standing standing;
    private final transient Node node;
    private final transient Spool spool;

    TransportServlet(
            Peers peers,
            Admission admission,
            ReceivedSignatures signatures,
            Standing standing,
            Node node,
            Spool spool) {
        this.peers = peers;
        this.admission = admission;
        this.signatures = signatures;
        this.standing = standing;
        this.node = node;
        this.spool = spool;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (LoggedMessage answer = answer(request)) {
            Written written = TransportMessage.write(answer);
            response.setContentType(written.contentType());
            response.setContentLengthLong(written.length());
            written.writeTo(response.getOutputStream());
        } catch (XroadError e) {
            LOG.info("{} {}", e.type(), e.sentence());
            send(response, "text/xml;charset=utf-8", Fault.of(e));
        } catch (RuntimeException e) {
            LOG.error("a message from another node failed", e);
            send(
                    response,
                    "text/xml;charset=utf-8",
                    Fault.of(XroadError.internal("The request failed here; it is not the caller's fault.")));
        }
    }

    private LoggedMessage answer(HttpServletRequest request) throws IOException {
        Peer peer = peers.require(request);
        try (Admission.Place _ = admission.enter(peer);
                LoggedMessage asked = read(request, peer)) {
            LoggedMessage answer = node.answer(asked);
            if (answer.signed() == null) {
                answer.close();
                throw XroadError.internal(
                        "This node has no key of " + answer.head().sender() + ".");
            }
            return answer;
        }
    }

    private LoggedMessage read(HttpServletRequest request, Peer peer) throws IOException {
        TransportMessage.Read read = TransportMessage.read(
                request.getContentType(),
                request.getInputStream(),
                request.getContentLengthLong(),
                TransportMessage.REQUEST,
                spool);
        LoggedMessage message = read.message();
        try {
            requireStanding(request, read);
            require(message, peer);
            return message;
        } catch (RuntimeException e) {
            message.close();
            throw e;
        }
    }

    private void requireStanding(HttpServletRequest request, TransportMessage.Read read) {
        try {
            standing.require(peers.certificate(request), read.statements());
        } catch (BadContainer e) {
            throw XroadError.validation("The certificate of the connection: " + e.getMessage() + ".");
        }
    }

    private void require(LoggedMessage message, Peer peer) {
        Identifiers.Client client = message.head().client();
        if (client == null || message.head().isResponse() || !Peers.speaksFor(peer, client)) {
            throw XroadError.accessDenied("Whoever holds this certificate may not speak for " + client + ".");
        }
        if (message.head().header(RestMessage.REQUEST_ID).isEmpty()
                || message.head().header(RestMessage.ID).isEmpty()) {
            throw XroadError.badRequest("The message lacks X-Road-Id or X-Road-Request-Id.");
        }
        signatures.require(message);
    }

    private static void send(HttpServletResponse response, String contentType, byte[] bytes) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(contentType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
