package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.xroad.RestMessage.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A service of the exchange that another node offers. */
record RemoteSource(String service, String provider, XroadSettings settings, RemoteNode node, JsonMapper json)
        implements Source {
    @Override
    public boolean isElsewhere() {
        return true;
    }

    /**
     * @throws XroadError when there is no answer
     */
    @Override
    public JsonNode answer(Question question) {
        ObjectNode body = json.createObjectNode();
        body.put("purpose", question.purpose());
        body.put("subject", question.subject().digits());
        ObjectNode parameters = body.putObject("parameters");
        question.parameters().forEach(parameters::put);
        LoggedMessage response =
                node.ask(head(question), json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
        byte[] answer = response.body();
        if (!response.head().first().equals("200") || answer == null) {
            throw XroadError.serviceFailed(
                    service + " answered " + response.head().first());
        }
        return json.readTree(answer);
    }

    private RestMessage head(Question question) {
        int dot = service.indexOf('.');
        String place = settings.instance() + "/" + settings.memberClass() + "/";
        List<Header> headers = new ArrayList<>(List.of(
                new Header("x-road-client", place + question.consumer()),
                new Header("x-road-id", UUID.randomUUID().toString()),
                new Header("x-road-userid", "BZ" + question.askedBy())));
        CaseNumber caseNumber = question.caseNumber();
        if (caseNumber != null) {
            headers.add(new Header("x-road-issue", caseNumber.text()));
        }
        headers.add(new Header("content-type", "application/json;charset=utf-8"));
        headers.add(new Header("accept", "application/json"));
        return RestMessage.request(
                "POST",
                "/r1/" + place + provider + "/" + service.substring(0, dot) + "/" + service.substring(dot + 1),
                headers,
                UUID.randomUUID().toString());
    }
}
