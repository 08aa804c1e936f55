package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Answered;
import bz.ceiba.platform.exchange.Claim;
import bz.ceiba.platform.exchange.EventFeed;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers X-Road requests for services of agencies on this node, through the exchange: by agreement, for a case and a purpose.
 *
 * <p>A question is {@code POST} to the service with {@code {"purpose", "subject", "parameters"}}; what a register is told is
 * {@code {"purpose", "subject", "body"}}. {@code X-Road-UserId} names the officer, and {@link Grounds} why it is asked. Events are fetched with
 * {@code {"purpose", "taken", "refused"}}: which of those before were taken, and what was wrong with others.
 */
final class Answering {
    /** Questions and what registers are told are read as a whole. */
    static final int LARGEST = 16 << 20;

    private static final String JSON = "application/json;charset=utf-8";
    private static final Set<String> ASKED = Set.of("purpose", "subject", "parameters");
    private static final Set<String> TOLD = Set.of("purpose", "subject", "body");
    private static final Set<String> REFUSED = Set.of("id", "why");
    private static final Set<String> FETCHED = Set.of("purpose", "taken", "refused");

    private final XroadSettings settings;
    private final Agreements agreements;
    private final Exchange exchange;
    private final Telling telling;
    private final EventFeed feed;
    private final Metadata metadata;
    private final SystemAnswering systems;
    private final Messages messages;
    private final JsonMapper json;

    Answering(
            XroadSettings settings,
            Agreements agreements,
            Exchange exchange,
            Telling telling,
            EventFeed feed,
            Metadata metadata,
            SystemAnswering systems,
            Messages messages,
            JsonMapper json) {
        this.settings = settings;
        this.agreements = agreements;
        this.exchange = exchange;
        this.telling = telling;
        this.feed = feed;
        this.metadata = metadata;
        this.systems = systems;
        this.messages = messages;
        this.json = json;
    }

    /**
     * @throws XroadError when the exchange refuses, or the service fails
     */
    Answer answer(RestMessage request, @Nullable Body body) {
        Identifiers.Service service = service(request);
        Identifiers.Client client = request.client();
        if (client == null) {
            throw XroadError.badRequest("The header X-Road-Client is missing.");
        }
        if (metadata.isOne(service.code())) {
            return metadata.answer(request, service, client);
        }
        String id = service.provider().subsystem() + "." + service.code();
        Agreements.Service offered = agreements
                .service(id)
                .filter(one -> isHere(service.provider(), one.provider()))
                .orElseThrow(() -> XroadError.unknownService("There is no service " + service + "."));
        if (!isOurs(client)) {
            throw XroadError.accessDenied("No agreement lets " + client + " use " + service + ".");
        }
        if (offered.isSystem()) {
            return system(offered.id(), request, client, body);
        }
        if (!request.first().equals("POST")
                || !(request.below().isEmpty() || request.below().equals("/"))) {
            return problem(new Problem(Problem.Kind.NOT_FOUND, "xroad.problem.no-such-endpoint"));
        }
        try {
            Answered answered = answer(offered, request, client, small(body));
            Answer answer = Answer.of(200, "OK", JSON, bytes(answered.body()));
            Claim reliedOn = answered.reliedOn();
            return reliedOn == null ? answer : answer.with(Grounds.consent(reliedOn));
        } catch (Problem problem) {
            return problem(refused(problem));
        } catch (DataAccessException e) {
            throw XroadError.serviceFailed("The register can't be reached at the moment.");
        }
    }

    private Answer system(String id, RestMessage request, Identifiers.Client client, @Nullable Body body) {
        try {
            return systems.answer(id, request, body, client.member(), user(request));
        } catch (Problem problem) {
            return problem(refused(problem));
        }
    }

    private static byte @Nullable [] small(@Nullable Body body) {
        if (body != null && body.size() > LARGEST) {
            throw XroadError.badRequest("The body is larger than 16 MiB, which no question is.");
        }
        return body == null ? null : body.bytes();
    }

    private static Identifiers.Service service(RestMessage request) {
        Identifiers.Service service = request.service();
        if (service == null) {
            throw XroadError.badRequest("The address names no service.");
        }
        return service;
    }

    private boolean isHere(Identifiers.Client provider, String agency) {
        return isOurs(provider) && provider.member().equals(agency);
    }

    private boolean isOurs(Identifiers.Client member) {
        return member.instance().equals(settings.instance())
                && member.memberClass().equals(settings.memberClass());
    }

    private Answered answer(
            Agreements.Service offered, RestMessage request, Identifiers.Client client, byte @Nullable [] body) {
        if (offered.isEvent()) {
            return new Answered(fetch(request, offered.id(), client, body), null);
        }
        return offered.isTold()
                ? new Answered(tell(request, offered.id(), client, body), null)
                : ask(request, offered, client, body);
    }

    private JsonNode fetch(RestMessage request, String id, Identifiers.Client client, byte @Nullable [] body) {
        JsonNode asked = object(body, FETCHED);
        List<Long> taken = new ArrayList<>();
        member(asked, "taken", JsonNode::isArray).forEach(one -> taken.add(number(one)));
        Map<Long, String> refused = new TreeMap<>();
        member(asked, "refused", JsonNode::isArray).forEach(one -> {
            if (!REFUSED.containsAll(one.propertyNames())) {
                throw wrong("xroad.problem.body");
            }
            refused.put(number(one.path("id")), text(one.path("why")));
        });
        if (taken.size() + refused.size() > EventFeed.MOST) {
            throw wrong("xroad.problem.body");
        }
        return ToldEvents.write(
                json,
                feed.fetch(new EventFeed.Fetch(
                        client.member(), id, text(asked.path("purpose")), taken, refused, user(request), null)));
    }

    /** Nothing when it is not there. */
    private static JsonNode member(JsonNode body, String name, Predicate<JsonNode> kind) {
        JsonNode member = body.path(name);
        if (!member.isMissingNode() && !kind.test(member)) {
            throw wrong("xroad.problem.body");
        }
        return member;
    }

    private static long number(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong("xroad.problem.body");
        }
        return node.longValue();
    }

    private Answered ask(
            RestMessage request, Agreements.Service offered, Identifiers.Client client, byte @Nullable [] body) {
        JsonNode asked = object(body, ASKED);
        Set<String> known =
                offered.parameters().stream().map(Agreements.Parameter::name).collect(Collectors.toSet());
        Map<String, String> parameters = new TreeMap<>();
        member(asked, "parameters", JsonNode::isObject).properties().forEach(entry -> {
            if (!known.contains(entry.getKey())) {
                throw wrong("xroad.problem.body");
            }
            parameters.put(entry.getKey(), text(entry.getValue()));
        });
        CaseNumber about = Grounds.caseOf(request).orElse(null);
        Claim claim = Grounds.claim(request).orElse(null);
        if (about == null && claim == null) {
            throw wrong("xroad.problem.no-case");
        }
        return exchange.answer(
                new Question(
                        offered.id(),
                        client.member(),
                        text(asked.path("purpose")),
                        about,
                        asked.hasNonNull("subject") ? subject(asked) : null,
                        user(request),
                        null,
                        parameters),
                claim);
    }

    private JsonNode tell(RestMessage request, String id, Identifiers.Client client, byte @Nullable [] body) {
        JsonNode told = object(body, TOLD);
        if (!told.path("body").isObject()) {
            throw wrong("xroad.problem.body");
        }
        return telling.tell(new Message(
                id,
                client.member(),
                text(told.path("purpose")),
                told.hasNonNull("subject") ? subject(told) : null,
                user(request),
                null,
                Locale.ENGLISH,
                told.path("body")));
    }

    private JsonNode object(byte @Nullable [] body, Set<String> known) {
        try {
            JsonNode read = json.readTree(body == null ? new byte[0] : body);
            if (read.isObject() && known.containsAll(read.propertyNames()) && isText(read)) {
                return read;
            }
        } catch (JacksonException e) {
            throw wrong("xroad.problem.body");
        }
        throw wrong("xroad.problem.body");
    }

    /** Without U+0000, which no text needs and PostgreSQL does not take. */
    private static boolean isText(JsonNode node) {
        return node.isString()
                ? node.stringValue().indexOf('\0') < 0
                : node.valueStream().allMatch(Answering::isText);
    }

    private static String text(JsonNode node) {
        if (!node.isString() || node.stringValue().isBlank()) {
            throw wrong("xroad.problem.body");
        }
        return node.stringValue();
    }

    private static PersonNumber subject(JsonNode body) {
        return PersonNumber.parse(text(body.path("subject"))).orElseThrow(() -> wrong("xroad.problem.subject"));
    }

    /** Users are written with the country before (PR-REST 4.3). */
    static String user(RestMessage request) {
        return request.header(RestMessage.USER)
                .map(user -> user.startsWith("BZ") ? user.substring(2) : user)
                .filter(user -> !user.isBlank() && user.length() <= 64)
                .orElse("system");
    }

    private static Problem wrong(String key) {
        return new Problem(Problem.Kind.INVALID, key);
    }

    /** What the exchange refuses is an error of the exchange; what the service finds wrong is the service's answer. */
    private Problem refused(Problem problem) {
        if (problem.kind() == Problem.Kind.FORBIDDEN) {
            throw XroadError.accessDenied(sentence(problem));
        }
        if (problem.kind() == Problem.Kind.UNAVAILABLE) {
            throw XroadError.serviceFailed(sentence(problem));
        }
        return problem;
    }

    private String sentence(Problem problem) {
        return messages.text(Locale.ENGLISH, problem.key() + ".detail", problem.arguments());
    }

    /** As RFC 9457 has it, like all our errors. */
    private Answer problem(Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + problem.key());
        body.put("title", messages.text(Locale.ENGLISH, problem.key() + ".title", problem.arguments()));
        body.put("status", problem.kind().status());
        body.put("detail", sentence(problem));
        List<Problem.FieldError> fields = problem.fields();
        if (!fields.isEmpty()) {
            body.put("errors", fields);
        }
        return Answer.of(problem.kind().status(), problem.kind().name(), "application/problem+json", bytes(body));
    }

    private byte[] bytes(Object value) {
        return json.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    }
}
