package bz.ceiba.systems.transport;

import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A licence ends with the death of its holder. The register is told by the civil registry, and asks nobody. */
@Component
class DeathOfDriver implements Subscriber {
    /** By what the bar is known: a death that is annulled takes it away again. */
    static final String REFERENCE = "death";

    private final Register register;

    DeathOfDriver(Register register) {
        this.register = register;
    }

    @Override
    public String service() {
        return "civilregistry.death-registered";
    }

    @Override
    public String agency() {
        return RegisterController.AGENCY;
    }

    @Override
    public String purpose() {
        return "death";
    }

    @Override
    public void receive(ToldEvent event) {
        PersonNumber dead = person(event);
        LocalDate on;
        try {
            on = LocalDate.parse(event.body().path("died_on").asString(""));
        } catch (DateTimeParseException e) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "transport.problem.event",
                    Map.of(),
                    List.of(new Problem.FieldError("died_on", "a day is needed, such as 2026-11-30")));
        }
        Change change = register.change(origin("death registered"), dead.digits());
        register.bar(
                change,
                dead,
                Bar.REVOKED,
                REFERENCE,
                List.of(),
                Span.from(on.atStartOfDay(Country.ZONE).toInstant()));
    }

    static Origin origin(String why) {
        return new Origin(bz.ceiba.platform.audit.AuditEntry.SYSTEM, null, null, why);
    }

    static PersonNumber person(ToldEvent event) {
        return PersonNumber.parse(event.body().path("person").asString(""))
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "transport.problem.event",
                        Map.of(),
                        List.of(new Problem.FieldError("person", "an identity number is needed"))));
    }
}
