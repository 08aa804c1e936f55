package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import java.time.Period;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What stands against a marriage: age, a marriage that stands, relationship, or a number that is another's. */
@Component
class MarriageCheck {
    static final String PERSON = "identity.person";

    private final Exchange exchange;
    private final MaritalStatus status;
    private final Kinship kinship;
    private final UnionRules rules;
    private final JsonMapper json;

    MarriageCheck(Exchange exchange, MaritalStatus status, Kinship kinship, UnionRules rules, JsonMapper json) {
        this.exchange = exchange;
        this.status = status;
        this.kinship = kinship;
        this.rules = rules;
        this.json = json;
    }

    /**
     * What the case notes of two people who want to marry. Not in a transaction: the register of people is asked for both.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or the register does not answer
     */
    ObjectNode facts(CaseFile file) {
        JsonNode form = file.form();
        PersonNumber one = file.person();
        PersonNumber other = other(file).orElse(null);
        LocalDate day = form.path("kind").asString("").equals("abroad")
                ? LocalDate.parse(form.path("marriedOn").asString(""))
                : LocalDate.ofInstant(file.submittedAt(), Country.ZONE);
        LocalDate otherBorn = LocalDate.parse(form.path("otherBorn").asString(""));
        JsonNode first = ask(file, one);
        Optional<LocalDate> born = day(first.path("birth_date").asString(""));
        ObjectNode facts = json.createObjectNode()
                .put("other", other(file, other, otherBorn))
                .put("age", age(born.orElse(day), otherBorn, day));
        facts.setAll(register(one, other));
        return facts;
    }

    /** What the register itself says against it; also in the transaction of the entry. */
    ObjectNode register(PersonNumber one, @Nullable PersonNumber other) {
        String married = Stream.concat(
                        status.standing(one).stream(), other == null ? Stream.empty() : status.standing(other).stream())
                .map(entry -> entry.reference().text())
                .distinct()
                .collect(Collectors.joining(", "));
        String kin = other == null
                ? ""
                : kinship.between(one, other)
                        .filter(rules::forbids)
                        .map(Kinship.Degree::word)
                        .orElse("");
        return json.createObjectNode().put("married", married).put("kin", kin);
    }

    /** The other one's number, if one was written. */
    static Optional<PersonNumber> other(CaseFile file) {
        return PersonNumber.parse(file.form().path("otherNumber").asString(""));
    }

    private String other(CaseFile file, @Nullable PersonNumber other, LocalDate born) {
        if (other == null) {
            return "paper";
        }
        if (other.equals(file.person())) {
            return "wrong";
        }
        JsonNode person = ask(file, other);
        boolean right =
                NumberChecks.isCalled(person, file.form().path("otherName").asString(""))
                        && day(person.path("birth_date").asString("")).equals(Optional.of(born))
                        && !person.path("status").asString("").equals("DECEASED");
        return right ? "right" : "wrong";
    }

    private JsonNode ask(CaseFile file, PersonNumber person) {
        return exchange.ask(new Question(
                PERSON,
                file.agency(),
                VitalEvent.MARRIAGE.word(),
                file.number(),
                person,
                AuditEntry.SYSTEM,
                null,
                Map.of()));
    }

    private static Optional<LocalDate> day(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    private String age(LocalDate one, LocalDate other, LocalDate on) {
        int youngest = Math.min(
                Period.between(one, on).getYears(), Period.between(other, on).getYears());
        UnionRules.Limits law = rules.on(on);
        if (youngest >= law.adultAge()) {
            return "adult";
        }
        return youngest >= law.leastAge() ? "consent" : "barred";
    }
}
