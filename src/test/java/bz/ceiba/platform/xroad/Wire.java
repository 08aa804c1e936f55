package bz.ceiba.platform.xroad;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches what nodes answer each other, and holds it against the database of who answers before it is passed on. */
final class Wire {
    private static final Spool SPOOL = new Spool(
            Path.of("none"),
            new BodySettings(DataSize.ofMegabytes(16), DataSize.ofMegabytes(16), DataSize.ofKilobytes(128)),
            Duration.ofSeconds(10),
            Clock.systemUTC());

    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private final Map<NodeLog, List<TlsProxy.Passed>> passed = new ConcurrentHashMap<>();

    /** What was answered without being logged before, or twice. */
    List<String> violations() {
        return violations;
    }

    void passed(TlsProxy.Passed one, NodeLog by) {
        passed.computeIfAbsent(by, node -> new CopyOnWriteArrayList<>()).add(one);
        if (one.answerType().startsWith("text/xml")) {
            // It refused, which tells nobody anything.
            return;
        }
        try {
            look(one, by);
        } catch (RuntimeException e) {
            violations.add("could not be looked at: " + e);
        }
    }

    /** None of these messages is so large that it is spooled. */
    private static LoggedMessage read(String type, byte[] message, String head) {
        try {
            return TransportMessage.read(type, new ByteArrayInputStream(message), message.length, head, SPOOL)
                    .message();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(LoggedMessage message) {
        Body body = message.body();
        return body == null ? new byte[0] : body.bytes();
    }

    private void look(TlsProxy.Passed one, NodeLog by) {
        LoggedMessage answer = read(one.answerType(), one.answer(), TransportMessage.RESPONSE);
        LoggedMessage request = read(one.requestType(), one.request(), TransportMessage.REQUEST);
        String id = answer.head().header(RestMessage.REQUEST_ID).orElseThrow();
        byte[] before = answers.putIfAbsent(id, one.answer());
        if (before != null && !Arrays.equals(before, one.answer())) {
            violations.add(id + " was answered twice");
        }
        if (!by.hasLogged(id, answer)) {
            violations.add(
                    id + " was answered before it was logged: " + request.head().second());
        }
        if (!answer.head().first().equals("200")) {
            return;
        }
        String service = service(request);
        JsonNode asked = JsonMapper.shared().readTree(bytes(request));
        JsonNode events = JsonMapper.shared().readTree(bytes(answer)).path("events");
        if (events.isArray()) {
            events.forEach(event -> require(by, "EVENT_TOLD", service, event.path("subject"), 1));
        } else {
            require(
                    by,
                    asked.has("body") ? "REGISTER_TOLD" : "REGISTER_ASKED",
                    service,
                    asked.path("subject"),
                    answered(by, request));
        }
    }

    private void require(NodeLog by, String event, String service, JsonNode subject, int least) {
        String about = subject.isString() ? subject.stringValue() : "";
        if (by.audited(event, service, about) < least) {
            violations.add("no entry in the audit log of " + event + " " + service + " about " + about);
        }
    }

    /** How many times the same was asked and answered, by what has passed so far. */
    private int answered(NodeLog by, LoggedMessage like) {
        JsonNode asked = JsonMapper.shared().readTree(bytes(like));
        return (int) passed.getOrDefault(by, List.of()).stream()
                .filter(one -> !one.answerType().startsWith("text/xml"))
                .map(one -> read(one.requestType(), one.request(), TransportMessage.REQUEST))
                .filter(one -> service(one).equals(service(like))
                        && JsonMapper.shared()
                                .readTree(bytes(one))
                                .path("subject")
                                .equals(asked.path("subject")))
                .map(one -> one.head().header(RestMessage.REQUEST_ID).orElseThrow())
                .distinct()
                .count();
    }

    private static String service(LoggedMessage request) {
        Identifiers.Service service = request.head().service();
        return service == null ? "" : service.provider().subsystem() + "." + service.code();
    }

    /** Sends what was answered once more, byte by byte. @return what came back */
    List<String> sendAgain(TlsProxy proxy, NodeLog to, int most) {
        List<TlsProxy.Passed> answered = passed.getOrDefault(to, List.of()).stream()
                .filter(one -> !one.answerType().startsWith("text/xml"))
                .limit(most)
                .toList();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsProxy.tls(TestMembers.SHARED, TestMembers.SECURITY_SERVER))
                .build()) {
            List<String> answers = new ArrayList<>();
            for (TlsProxy.Passed one : answered) {
                answers.add(client.send(
                                HttpRequest.newBuilder(proxy.address().resolve(TransportServlet.PATH))
                                        .timeout(Duration.ofSeconds(10))
                                        .header("Content-Type", one.requestType())
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(one.request()))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
            }
            return answers;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
