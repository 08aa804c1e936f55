package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.RestMessage.Header;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A member's own system that answers for one of its services: it gets method, path, query, headers and body as the consumer sent them. */
final class Backend {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final String address;
    private final HttpClient client;
    private final Spool spool;
    private final Line line;

    /**
     * @param address below which the service's paths are
     * @param client which follows no redirect
     */
    Backend(URI address, HttpClient client, Spool spool, Line line) {
        this.address = address.toString().replaceAll("/+$", "");
        this.client = client;
        this.spool = spool;
        this.line = line;
    }

    /**
     * Passes a request on, and answers what the system does, whatever that is; redirects too (PR-REST 4.4).
     *
     * @throws XroadError when there is no answer
     */
    Answer ask(RestMessage request, @Nullable Body body) {
        HttpRequest passed = passed(request, body);
        return line.call(XroadError::systemAway, () -> send(passed));
    }

    private HttpRequest passed(RestMessage request, @Nullable Body body) {
        requireBelow(request.below());
        String query = request.query() == null ? "" : "?" + request.query();
        try {
            HttpRequest.Builder passed = HttpRequest.newBuilder(URI.create(address + request.below() + query))
                    .timeout(spool.patience(body == null ? 0 : body.size()));
            method(passed, request.first(), body);
            request.headers().forEach(header -> passed.header(header.name(), header.value()));
            return passed.setHeader("X-Road-Service", String.valueOf(request.service()))
                    .build();
        } catch (IllegalArgumentException e) {
            throw XroadError.badRequest("The request can't be passed on: " + e.getMessage() + ".");
        }
    }

    /** Without the length of a body that there is not, which the client would write in a GET. */
    private static void method(HttpRequest.Builder passed, String method, @Nullable Body body) {
        if (body == null && method.equals("GET")) {
            passed.GET();
        } else if (body == null && method.equals("DELETE")) {
            passed.DELETE();
        } else {
            passed.method(method, body == null ? BodyPublishers.noBody() : body.publisher());
        }
    }

    /** Whoever may use the service may use what is below its address and nothing beside it, however the way up is written. */
    private static void requireBelow(String path) {
        String plain = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        if (Stream.of(plain.split("[/\\\\]", -1))
                .map(part -> part.replaceFirst(";.*", ""))
                .anyMatch(part -> part.equals("..") || part.equals("."))) {
            throw XroadError.badRequest("The path has steps up ('..') or to itself ('.').");
        }
    }

    private Answer send(HttpRequest request) {
        try {
            return read(request.method(), client.send(request, Arriving.within(spool::patience)));
        } catch (HttpTimeoutException e) {
            throw XroadError.systemAway("The system that answers for this service did not do so in time.");
        } catch (IOException e) {
            throw XroadError.systemAway("The system that answers for this service can't be reached.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw XroadError.systemAway("The request was given up.");
        }
    }

    private Answer read(String method, HttpResponse<Arriving> response) throws IOException {
        List<Header> headers = new ArrayList<>();
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> {
                    if (!name.startsWith(":")) {
                        headers.add(new Header(name, value));
                    }
                }));
        int status = response.statusCode();
        HttpStatus known = HttpStatus.resolve(status);
        String reason = known == null ? "" : known.getReasonPhrase();
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        boolean bare = method.equals("HEAD") || status == NO_CONTENT || status == NOT_MODIFIED;
        try (Arriving in = response.body()) {
            Body body = bare ? null : spool.take(in, length);
            return new Answer(status, reason, headers, body == null || body.size() == 0 ? null : body);
        }
    }
}
