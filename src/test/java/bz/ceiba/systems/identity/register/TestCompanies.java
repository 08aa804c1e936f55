package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells the register of companies, as their own register does. */
@Component
public class TestCompanies {
    private final Telling telling;

    public TestCompanies(Telling telling) {
        this.telling = telling;
    }

    /** What there is of a company, whose officers are directors from then on. */
    public ObjectNode body(String registration, String name, String signature, LocalDate on, Actor... directors) {
        ObjectNode body = JsonMapper.shared()
                .createObjectNode()
                .put("event", UUID.randomUUID().toString())
                .put("reference", "C/1")
                .put("on", on.toString())
                .put("registration", registration)
                .put("name", name)
                .put("signature", signature);
        var officers = body.putArray("officers");
        for (Actor director : directors) {
            officers.addObject()
                    .put("person", director.number())
                    .put("role", "director")
                    .put("from", LocalDate.of(2026, 1, 1).toString());
        }
        return body;
    }

    /** Answers the company's number. */
    public PersonNumber tell(ObjectNode body) {
        return new PersonNumber(telling.tell(new Message(
                        "identity.company", "attorney-general", "company", null, "system", null, Locale.ENGLISH, body))
                .path("company")
                .asString(""));
    }
}
