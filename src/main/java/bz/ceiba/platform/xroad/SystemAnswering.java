package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Permission;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers for services whose answers come from a system of the member's own. Its paths and bodies are its own, so purpose and subject stand in headers:
 * {@code Ceiba-Purpose} and {@code Ceiba-Subject}.
 *
 * <p>JSON is cut to the granted fields. Whatever can't be cut is given only to whom all that the service has is granted.
 */
final class SystemAnswering {
    static final String PURPOSE = "Ceiba-Purpose";
    static final String SUBJECT = "Ceiba-Subject";

    private final Exchange exchange;
    private final Backends backends;
    private final JsonMapper json;

    SystemAnswering(Exchange exchange, Backends backends, JsonMapper json) {
        this.exchange = exchange;
        this.backends = backends;
        this.json = json;
    }

    /**
     * @param user the officer, or {@code system}
     * @throws Problem when the exchange refuses
     * @throws XroadError when the system does not answer
     */
    Answer answer(String service, RestMessage request, @Nullable Body body, String consumer, String user) {
        Question question = new Question(
                service,
                consumer,
                request.header(PURPOSE)
                        .filter(purpose -> !purpose.isBlank())
                        .orElseThrow(() -> XroadError.badRequest("The header " + PURPOSE + " is missing.")),
                Grounds.caseOf(request).orElse(null),
                request.header(SUBJECT)
                        .flatMap(PersonNumber::parse)
                        .orElseThrow(() -> XroadError.badRequest(
                                "The header " + SUBJECT + " must be the identity number of whom this is about.")),
                user,
                null,
                Map.of());
        Permission permission = exchange.permit(question, Grounds.claim(request).orElse(null));
        Answer answer = null;
        try {
            answer = backends.of(service).ask(request, body);
            Answer granted = granted(permission, answer);
            permission.answered();
            return granted;
        } catch (XroadError e) {
            close(answer);
            e.addSuppressed(permission.unanswered());
            throw e;
        } catch (RuntimeException e) {
            close(answer);
            throw e;
        }
    }

    private static void close(@Nullable Answer answer) {
        if (answer != null && answer.body() != null) {
            answer.body().close();
        }
    }

    private Answer granted(Permission permission, Answer answer) {
        Body body = answer.body();
        if (body == null) {
            return answer;
        }
        if (isJson(answer.headers())) {
            return cut(permission, answer, body);
        }
        if (permission.isWhole()) {
            return answer;
        }
        throw XroadError.accessDenied(
                "The answer can't be cut to what the agreement grants, which is less than all of it.");
    }

    private Answer cut(Permission permission, Answer answer, Body body) {
        if (body.size() > Answering.LARGEST) {
            throw XroadError.serviceFailed("The system answered more than 16 MiB of JSON.");
        }
        try (body) {
            byte[] cut = json.writeValueAsString(permission.cut(json.readTree(body.bytes())))
                    .getBytes(StandardCharsets.UTF_8);
            return new Answer(answer.status(), answer.reason(), answer.headers(), Body.of(cut));
        } catch (JacksonException e) {
            throw XroadError.serviceFailed("The system answered what it calls JSON and is none.");
        }
    }

    private static boolean isJson(List<Header> headers) {
        boolean coded = headers.stream()
                .anyMatch(header ->
                        header.is("Content-Encoding") && !header.value().equalsIgnoreCase("identity"));
        return !coded
                && headers.stream()
                        .filter(header -> header.is("Content-Type"))
                        .map(header ->
                                header.value().replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                        .anyMatch(type -> type.equals("application/json") || type.endsWith("+json"));
    }
}
