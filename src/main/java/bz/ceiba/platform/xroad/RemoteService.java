package bz.ceiba.platform.xroad;

import bz.ceiba.platform.xroad.RestMessage.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service of the exchange that another node offers.
 *
 * @param service as {@code <system>.<service>}
 * @param provider the agency whose it is
 */
record RemoteService(String service, String provider, XroadSettings settings, RemoteNode node, JsonMapper json) {
    /**
     * Sends a request for an agency, and gives its response whatever it says. When the connection breaks it is sent once more, as another
     * request: what registers are told they know by its own number, and questions change nothing.
     *
     * @param by the officer, or {@code system}
     * @param grounds why it may be sent
     * @throws XroadError when there is no answer, or another one than was signed
     */
    LoggedMessage call(String agency, String by, JsonNode body, List<Header> grounds) {
        Body bytes = Body.of(json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
        try {
            return small(node.ask(head(agency, by, grounds), bytes));
        } catch (XroadError error) {
            if (!error.isLost()) {
                throw error;
            }
            return small(node.ask(head(agency, by, grounds), bytes));
        }
    }

    /** What registers say to each other is read as a whole. */
    private static LoggedMessage small(LoggedMessage response) {
        try (response) {
            Body body = response.body();
            if (body != null && body.size() > Answering.LARGEST) {
                throw XroadError.serviceFailed("The answer is larger than 16 MiB.");
            }
            return new LoggedMessage(response.head(), body == null ? null : Body.of(body.bytes()), response.signed());
        }
    }

    /**
     * @throws XroadError when it is no answer to what was asked
     */
    JsonNode answer(LoggedMessage response) {
        Body answer = response.body();
        if (!response.head().first().equals("200") || answer == null) {
            throw XroadError.serviceFailed(
                    service + " answered " + response.head().first());
        }
        try {
            return json.readTree(answer.bytes());
        } catch (JacksonException e) {
            throw XroadError.serviceFailed(service + " answered what is no JSON.");
        }
    }

    boolean isOf(Identifiers.Client member) {
        return member.instance().equals(settings.instance())
                && member.memberClass().equals(settings.memberClass())
                && member.member().equals(provider);
    }

    private RestMessage head(String agency, String by, List<Header> grounds) {
        int dot = service.indexOf('.');
        String place = settings.instance() + "/" + settings.memberClass() + "/";
        List<Header> headers = new ArrayList<>(List.of(
                new Header("x-road-client", place + agency),
                new Header("x-road-id", UUID.randomUUID().toString()),
                new Header("x-road-userid", "BZ" + by)));
        headers.addAll(grounds);
        headers.add(new Header("content-type", "application/json;charset=utf-8"));
        headers.add(new Header("accept", "application/json"));
        return RestMessage.request(
                "POST",
                "/r1/" + place + provider + "/" + service.substring(0, dot) + "/" + service.substring(dot + 1),
                headers,
                UUID.randomUUID().toString());
    }
}
