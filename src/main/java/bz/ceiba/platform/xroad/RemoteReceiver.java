package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A register at another node that is told what has happened. */
record RemoteReceiver(RemoteService remote) implements Receiver {
    private static final String WRONG = "422";

    @Override
    public String service() {
        return remote.service();
    }

    @Override
    public boolean isElsewhere() {
        return true;
    }

    /**
     * @throws Problem INVALID with what the register finds wrong
     * @throws XroadError when there is no answer; it can be told again, since it knows the message by its own number
     */
    @Override
    public JsonNode receive(Message message) {
        ObjectNode body = remote.json().createObjectNode();
        body.put("purpose", message.purpose());
        PersonNumber subject = message.subject();
        if (subject != null) {
            body.put("subject", subject.digits());
        }
        body.set("body", message.body());
        LoggedMessage response = remote.call(message.sender(), message.toldBy(), body, List.of());
        Body answer = response.body();
        if (response.head().first().equals(WRONG) && answer != null) {
            throw Telling.wrong(faults(remote.json().readTree(answer.bytes())));
        }
        return remote.answer(response);
    }

    private static List<FieldError> faults(JsonNode problem) {
        List<FieldError> faults = new ArrayList<>();
        problem.path("errors")
                .forEach(one -> faults.add(new FieldError(
                        one.path("field").asString(""), one.path("message").asString(""))));
        return faults.isEmpty()
                ? List.of(new FieldError("", problem.path("detail").asString("")))
                : faults;
    }
}
