package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A register at another node that can be asked. */
record RemoteSource(RemoteService remote) implements Source {
    @Override
    public String service() {
        return remote.service();
    }

    @Override
    public boolean isElsewhere() {
        return true;
    }

    /**
     * @throws XroadError when there is no answer
     */
    @Override
    public JsonNode answer(Question question) {
        ObjectNode body = remote.json().createObjectNode();
        body.put("purpose", question.purpose());
        body.put("subject", question.subject().digits());
        ObjectNode parameters = body.putObject("parameters");
        question.parameters().forEach(parameters::put);
        return remote.answer(remote.call(question.consumer(), question.caseNumber(), question.askedBy(), body));
    }
}
