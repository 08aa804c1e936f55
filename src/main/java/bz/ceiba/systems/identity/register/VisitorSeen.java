package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.kernel.TravelDocuments.Passport;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.RegisterVisitor.Seen;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes what officers at the border say of a traveller whose passport they hold: {@code identity.visitor-seen}. */
@Component
class VisitorSeen implements Receiver {
    private final RegisterVisitor register;
    private final Messages messages;
    private final JsonMapper json;

    VisitorSeen(RegisterVisitor register, Messages messages, JsonMapper json) {
        this.register = register;
        this.messages = messages;
        this.json = json;
    }

    @Override
    public String service() {
        return "identity.visitor-seen";
    }

    @Override
    public JsonNode receive(Message message) {
        JsonNode body = message.body();
        List<FieldError> faults = new ArrayList<>();
        Passport passport = new Passport(
                line(body, "family_name", faults, message),
                body.path("given_name").asString(""),
                body.path("sex").asString("").replaceAll("[^FM]", ""),
                day(body, "birth_date", faults, message),
                line(body, "nationality", faults, message),
                line(body, "issuer", faults, message),
                line(body, "document", faults, message),
                Optional.ofNullable(day(body, "expiry", faults, message)).orElse(LocalDate.EPOCH));
        String process = line(body, "process", faults, message);
        if (!faults.isEmpty()) {
            throw Telling.wrong(faults);
        }
        Seen seen = register.seen(
                passport,
                body.path("email").asString(""),
                body.path("language").asString("en"),
                body.path("compared").asBoolean(false),
                message.sender(),
                process,
                message.toldBy());
        Person person =
                switch (seen) {
                    case Seen.Bearer bearer -> bearer.person();
                    case Seen.OtherBearer other -> throw Telling.wrong(List.of(fault("document", "other", message)));
                    case Seen.OtherAddress other -> throw Telling.wrong(List.of(fault("email", "address", message)));
                };
        return json.createObjectNode().put("person", person.number().digits()).put("name", person.name());
    }

    private String line(JsonNode body, String field, List<FieldError> faults, Message message) {
        String text = body.path(field).asString("");
        if (text.isBlank() || text.length() > WrittenName.LONGEST) {
            faults.add(fault(field, "missing", message));
        }
        return text;
    }

    private @Nullable LocalDate day(JsonNode body, String field, List<FieldError> faults, Message message) {
        try {
            return LocalDate.parse(body.path(field).asString(""));
        } catch (DateTimeException e) {
            faults.add(fault(field, "missing", message));
            return null;
        }
    }

    private FieldError fault(String field, String what, Message message) {
        return new FieldError("/" + field, messages.text(message.reader(), "identity.visitor-seen." + what));
    }
}
