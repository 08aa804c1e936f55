package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.RestMessage.Header;
import bz.ceiba.platform.xroad.XroadSettings.Peer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * X-Road's message protocol for REST (PR-REST) at {@code /r1}: for a Security Server behind which this node stands, and for
 * information systems for which it is one.
 */
final class XroadServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(XroadServlet.class);
    private static final int LONGEST_ADDRESS = 2_000;
    private static final String JSON = "application/json";
    private static final Set<String> PROXY =
            Set.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto");

    private final transient Peers peers;
    private final transient Admission admission;
    private final transient Forwarding forwarding;
    private final transient Node node;
    private final transient Spool spool;
    private final transient JsonMapper json;

    XroadServlet(Peers peers, Admission admission, Forwarding forwarding, Node node, Spool spool, JsonMapper json) {
        this.peers = peers;
        this.admission = admission;
        this.forwarding = forwarding;
        this.node = node;
        this.spool = spool;
        this.json = json;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Peer peer = peers.require(request);
            try (Admission.Place _ = admission.enter(peer);
                    LoggedMessage asked = read(request, peer);
                    LoggedMessage answer = forwarding.forward(asked).orElseGet(() -> node.answer(asked))) {
                write(request, response, answer);
            }
        } catch (XroadError e) {
            write(request, response, e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            write(request, response, XroadError.internal("The request failed here; it is not the caller's fault."));
        }
    }

    private LoggedMessage read(HttpServletRequest request, Peer peer) throws IOException {
        String address =
                request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        if (address.length() > LONGEST_ADDRESS) {
            throw XroadError.badRequest("The address is longer than " + LONGEST_ADDRESS + " characters.");
        }
        RestMessage head = head(request, address);
        Identifiers.Client client = head.client();
        if (client == null || !Peers.speaksFor(peer, client)) {
            throw XroadError.accessDenied("Whoever holds this certificate may not speak for " + client + ".");
        }
        Body body = isAnnounced(request) ? spool.take(request.getInputStream(), request.getContentLengthLong()) : null;
        // One of no bytes is none: so Security Servers hash requests (PR-REST 4.3).
        return new LoggedMessage(head, body == null || body.size() == 0 ? null : body, null);
    }

    private static boolean isAnnounced(HttpServletRequest request) {
        return request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null;
    }

    private RestMessage head(HttpServletRequest request, String address) {
        try {
            List<Header> headers = headers(request);
            if (headers.stream().noneMatch(header -> header.is(RestMessage.ID))) {
                headers.add(new Header("x-road-id", UUID.randomUUID().toString()));
            }
            return RestMessage.request(
                    request.getMethod(),
                    address,
                    headers,
                    Optional.ofNullable(request.getHeader(RestMessage.REQUEST_ID))
                            .orElseGet(() -> UUID.randomUUID().toString()));
        } catch (IllegalArgumentException e) {
            throw XroadError.badRequest("The request is none of X-Road's REST protocol (r1): " + e.getMessage() + ".");
        }
    }

    /**
     * All headers in the order in which they came, but those of the connection (RFC 9110, 7.6.1) and those of the proxy in front, which say
     * where the request came from.
     */
    private List<Header> headers(HttpServletRequest request) {
        Set<String> left = new HashSet<>(PROXY);
        peers.header().ifPresent(header -> left.add(header.toLowerCase(Locale.ROOT)));
        for (String named : Collections.list(request.getHeaders("Connection"))) {
            Stream.of(named.split(",", -1))
                    .map(one -> one.strip().toLowerCase(Locale.ROOT))
                    .forEach(left::add);
        }
        List<Header> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!left.contains(name.toLowerCase(Locale.ROOT))) {
                Collections.list(request.getHeaders(name)).forEach(value -> headers.add(new Header(name, value)));
            }
        }
        return headers;
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, LoggedMessage answer)
            throws IOException {
        response.setStatus(Integer.parseInt(answer.head().first()));
        for (Header header : answer.head().headers()) {
            if (!header.is("Content-Type") || !ContentTypes.add(request, header.value())) {
                response.addHeader(header.name(), header.value());
            }
        }
        Body body = answer.body();
        if (body != null) {
            response.setContentLengthLong(body.size());
            body.writeTo(response.getOutputStream());
        }
    }

    private void write(HttpServletRequest request, HttpServletResponse response, XroadError error) throws IOException {
        String detail = UUID.randomUUID().toString();
        LOG.info("{} {} for {} ({})", error.type(), error.sentence(), request.getHeader(RestMessage.CLIENT), detail);
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setStatus(error.status());
        response.setHeader(RestMessage.ERROR, error.type());
        String type = errorType(Collections.list(request.getHeaders("Accept")));
        byte[] body = type.equals(JSON) ? json(error, detail) : xml(error, detail);
        response.setContentType(type + ";charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** JSON unless only XML is asked for, which comes as the type that was asked for (PR-REST 4.6). */
    private static String errorType(List<String> accept) {
        String asked = String.join(",", accept).toLowerCase(Locale.ROOT);
        return asked.contains("json") || asked.contains("*/*")
                ? JSON
                : Stream.of("text/xml", "application/xml")
                        .filter(asked::contains)
                        .findFirst()
                        .orElse(JSON);
    }

    private byte[] json(XroadError error, String detail) {
        return json.writeValueAsString(json.createObjectNode()
                        .put("type", error.type())
                        .put("message", error.sentence())
                        .put("detail", detail))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] xml(XroadError error, String detail) {
        return ("<?xml version=\"1.0\" encoding=\"utf-8\"?><error><type>" + error.type() + "</type><message>"
                        + Fault.escape(error.sentence()) + "</message><detail>" + detail + "</detail></error>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
