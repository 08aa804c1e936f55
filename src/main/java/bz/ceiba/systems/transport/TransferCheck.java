package bz.ceiba.systems.transport;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Names;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What stands against a vehicle changing hands. */
@Component
class TransferCheck {
    static final String NOT_YOURS = "not-yours";
    static final String MARKED = "marked";
    static final String NUMBER = "number";
    static final String DAY = "day";
    private static final String PURPOSE = "transfer";

    private final Register register;
    private final Exchange exchange;
    private final Clock clock;

    TransferCheck(Register register, Exchange exchange, Clock clock) {
        this.register = register;
        this.exchange = exchange;
        this.clock = clock;
    }

    Optional<Vehicle> vehicle(CaseFile file) {
        return Plates.parse(file.form().path("plate").asString("")).flatMap(register::byPlate);
    }

    static Optional<PersonNumber> buyer(CaseFile file) {
        return PersonNumber.parse(file.form().path("buyerNumber").asString(""));
    }

    static Optional<LocalDate> handedOn(CaseFile file) {
        try {
            return Optional.of(LocalDate.parse(file.form().path("handedOn").asString("")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What the register of vehicles says against it, or nothing; also in the transaction of the entry. */
    String register(CaseFile file) {
        Vehicle vehicle = vehicle(file).orElse(null);
        if (vehicle == null) {
            return NOT_YOURS;
        }
        VehicleNow now = register.now(vehicle);
        if (!now.isKeptBy(file.person().digits()) || now.state().isEnd()) {
            return NOT_YOURS;
        }
        LocalDate today = Country.today(clock);
        LocalDate since = LocalDate.ofInstant(register.keptSince(vehicle), Country.ZONE);
        if (handedOn(file)
                .filter(day -> !day.isAfter(today) && !day.isBefore(since))
                .isEmpty()) {
            return DAY;
        }
        return now.markers().isEmpty() ? "" : MARKED;
    }

    /**
     * Whether the number that was written is somebody's who has that name. Not in a transaction.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register of people does not answer
     */
    boolean isWho(CaseFile file) {
        PersonNumber buyer =
                buyer(file).filter(one -> !one.equals(file.person())).orElse(null);
        if (buyer == null) {
            return false;
        }
        JsonNode person = exchange.ask(new Question(
                "identity.person", file.agency(), PURPOSE, file.number(), buyer, AuditEntry.SYSTEM, null, Map.of()));
        if (!person.path("known").asBoolean(false)
                || person.path("status").asString("").equals("DECEASED")) {
            return false;
        }
        String written = file.form().path("buyerName").asString("");
        Stream<String> aliases = StreamSupport.stream(person.path("aliases").spliterator(), false)
                .map(alias -> alias.asString(""));
        return Stream.concat(
                        Stream.of(
                                person.path("name").asString(""),
                                person.path("given_name").asString("") + " "
                                        + person.path("birth_name").asString("")),
                        aliases)
                .anyMatch(name -> Names.match(name, written));
    }
}
