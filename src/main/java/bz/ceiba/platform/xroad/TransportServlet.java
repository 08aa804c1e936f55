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
    private static final int LARGEST = XroadServlet.LARGEST_BODY + (1 << 20);

    private final transient Peers peers;
    private final transient Admission admission;
    private final transient ReceivedSignatures signatures;
    private final transient Node node;

    TransportServlet(Peers peers, Admission admission, ReceivedSignatures signatures, Node node) {
        this.peers = peers;
        this.admission = admission;
        this.signatures = signatures;
        this.node = node;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            LoggedMessage answer = answer(request);
            Written written = TransportMessage.write(answer);
            send(response, written.contentType(), written.bytes());
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
        try (Admission.Place _ = admission.enter(peer)) {
            LoggedMessage answer = node.answer(read(request, peer));
            if (answer.signed() == null) {
                throw XroadError.internal(
                        "This node has no key of " + answer.head().sender() + ".");
            }
            return answer;
        }
    }

    private LoggedMessage read(HttpServletRequest request, Peer peer) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw XroadError.badRequest("The message is larger than 17 MiB.");
        }
        LoggedMessage message = TransportMessage.read(request.getContentType(), bytes, TransportMessage.REQUEST);
        Identifiers.Client client = message.head().client();
        if (client == null || message.head().isResponse() || !Peers.speaksFor(peer, client)) {
            throw XroadError.accessDenied("Whoever holds this certificate may not speak for " + client + ".");
        }
        if (message.head().header(RestMessage.REQUEST_ID).isEmpty()
                || message.head().header(RestMessage.ID).isEmpty()) {
            throw XroadError.badRequest("The message lacks X-Road-Id or X-Road-Request-Id.");
        }
        signatures.require(message);
        return message;
    }

    private static void send(HttpServletResponse response, String contentType, byte[] bytes) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(contentType);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
