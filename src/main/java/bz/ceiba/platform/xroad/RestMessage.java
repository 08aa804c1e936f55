package bz.ceiba.platform.xroad;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header part of a REST message in the bytes that are signed, hashed and kept: a request's verb and address or a
 * response's status and reason, each on a line of its own, then a line {@code Name:Value} for each header; lines end with CR LF.
 */
record RestMessage(
        String first,
        String second,
        List<Header> headers,
        Identifiers.@Nullable Client client,
        Identifiers.@Nullable Service service) {
    static final String CLIENT = "X-Road-Client";
    static final String SERVICE = "X-Road-Service";
    static final String ID = "X-Road-Id";
    static final String REQUEST_ID = "X-Road-Request-Id";
    static final String REQUEST_HASH = "X-Road-Request-Hash";
    static final String USER = "X-Road-UserId";
    static final String ISSUE = "X-Road-Issue";
    static final String ERROR = "X-Road-Error";

    private static final String VERSION = "r1";
    private static final int PARTS = 8;
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");
    private static final Pattern VERB = Pattern.compile("DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)", Pattern.DOTALL);

    /** Of the connection or of a host, so not part of the message (PR-REST 4.3, filtered headers). */
    private static final Set<String> FILTERED = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "user-agent",
            "server",
            "expect",
            "content-length");

    /** A response has them from the node that gives it (PR-REST 4.3); other headers that begin so are the service's own. */
    private static final Set<String> GIVEN = Set.of(
            "x-road-client", "x-road-service", "x-road-id", "x-road-request-id", "x-road-request-hash", "x-road-error");

    /** One header, its name as it was written. */
    record Header(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    RestMessage {
        headers = List.copyOf(headers);
    }

    /**
     * A request as it is passed on: with the identifier of its own that ties it to its response.
     *
     * @param address path and query, exactly as they came
     * @throws IllegalArgumentException saying what of PR-REST it breaks
     */
    static RestMessage request(String verb, String address, List<Header> headers, String requestId) {
        List<Header> passed = new ArrayList<>();
        for (Header header : headers) {
            if (isPassed(header) && !header.is(REQUEST_ID) && !header.is(REQUEST_HASH)) {
                passed.add(header);
            }
        }
        passed.add(new Header("x-road-request-id", requestId));
        return request(verb, address, passed);
    }

    private static RestMessage request(String verb, String address, List<Header> headers) {
        if (!VERB.matcher(verb).matches()) {
            throw new IllegalArgumentException("'" + verb + "' is no method of HTTP");
        }
        return new RestMessage(verb, address, headers, client(headers), service(path(address)));
    }

    /** A response, tied to its request. */
    static RestMessage response(
            int status, String reason, List<Header> headers, RestMessage request, String requestHash) {
        List<Header> passed = new ArrayList<>();
        for (Header header : headers) {
            if (isPassed(header) && !GIVEN.contains(header.name().toLowerCase(Locale.ROOT))) {
                passed.add(header);
            }
        }
        request.header(ID).ifPresent(id -> passed.add(new Header("x-road-id", id)));
        passed.add(new Header("x-road-client", String.valueOf(request.client())));
        passed.add(new Header("x-road-service", String.valueOf(request.service())));
        passed.add(new Header("x-road-request-id", request.header(REQUEST_ID).orElseThrow()));
        passed.add(new Header("x-road-request-hash", requestHash));
        return new RestMessage(String.valueOf(status), reason, passed, request.client(), request.service());
    }

    private static boolean isPassed(Header header) {
        return !FILTERED.contains(header.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Reads what {@link #bytes()} wrote.
     *
     * @throws BadContainer when it is none
     */
    static RestMessage parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            List<String> lines = text.lines().toList();
            if (lines.size() < 2) {
                throw new BadContainer("the message has no headers");
            }
            List<Header> headers = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                Matcher parts = HEADER.matcher(line);
                if (!parts.matches() || FILTERED.contains(parts.group(1).toLowerCase(Locale.ROOT))) {
                    throw new BadContainer("the message has a line that is no header of a message: '" + line + "'");
                }
                headers.add(new Header(parts.group(1), parts.group(2)));
            }
            return STATUS.matcher(lines.getFirst()).matches()
                    ? new RestMessage(
                            lines.getFirst(),
                            lines.get(1),
                            headers,
                            client(headers),
                            last(headers, SERVICE)
                                    .map(Identifiers.Service::parse)
                                    .orElse(null))
                    : request(lines.getFirst(), lines.get(1), headers);
        } catch (CharacterCodingException e) {
            throw new BadContainer("the message is no UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new BadContainer("the message is none of X-Road's: " + e.getMessage(), e);
        }
    }

    private static Identifiers.Client client(List<Header> headers) {
        return last(headers, CLIENT)
                .map(Identifiers.Client::parse)
                .orElseThrow(() -> new IllegalArgumentException("the header " + CLIENT + " is missing"));
    }

    /** Of several the last counts (PR-REST 4.3). */
    private static Optional<String> last(List<Header> headers, String name) {
        return headers.reversed().stream()
                .filter(header -> header.is(name))
                .map(header -> header.value().strip())
                .findFirst();
    }

    private static Identifiers.Service service(String path) {
        String[] parts = path.split("/", PARTS);
        if (parts.length < PARTS - 1 || !parts[0].isEmpty() || !VERSION.equals(parts[1])) {
            throw new IllegalArgumentException(
                    "the address must be /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE and what the service has below it");
        }
        return new Identifiers.Service(
                new Identifiers.Client(
                        Identifiers.decode(parts[2]),
                        Identifiers.decode(parts[3]),
                        Identifiers.decode(parts[4]),
                        Identifiers.decode(parts[5])),
                Identifiers.decode(parts[6]));
    }

    private static String path(String address) {
        int mark = address.indexOf('?');
        return mark < 0 ? address : address.substring(0, mark);
    }

    boolean isResponse() {
        return STATUS.matcher(first).matches();
    }

    /** What follows the service in a request's path, with its slash, or nothing; not decoded. */
    String below() {
        String[] parts = path(second).split("/", PARTS);
        return parts.length < PARTS ? "" : "/" + parts[PARTS - 1];
    }

    /** A request's query, not decoded, or null without one. */
    @Nullable
    String query() {
        int mark = second.indexOf('?');
        return mark < 0 ? null : second.substring(mark + 1);
    }

    Optional<String> header(String name) {
        return last(headers, name);
    }

    /** The member or subsystem that sent it. */
    String sender() {
        if (!isResponse()) {
            return String.valueOf(client);
        }
        if (service == null) {
            throw new BadContainer("the response does not say which service gave it");
        }
        return service.provider().toString();
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        line(out, first);
        line(out, second);
        for (Header header : headers) {
            line(out, header.name() + ":" + header.value());
        }
        return out.toByteArray();
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }
}
