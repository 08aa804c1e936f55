package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Asks through the exchange who the applicant is and what the register may hold about him, and keeps the candidates. */
@Component
class Screening {
    /**
     * What came of it.
     *
     * @param name as the register of people has it, else as the applicant signed in
     * @param candidates how many the case has now
     * @param unjudged how many of them no officer has judged
     */
    record Result(String name, BirthDate born, @Nullable String district, int candidates, int unjudged) {}

    private final Exchange exchange;
    private final Screenings screenings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Screening(Exchange exchange, Screenings screenings, TransactionTemplate transaction, Clock clock) {
        this.exchange = exchange;
        this.screenings = screenings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Screens a case; again and again if need be, candidates that are known already keep their judgements.
     *
     * @throws bz.ceiba.platform.kernel.Problem when the exchange refuses or a register does not answer
     */
    Result screen(CaseFile file) {
        JsonNode person = exchange.ask(question(file, "identity.person", Map.of()));
        String name = person.path("name").asString(file.personName());
        BirthDate born = BirthDate.parse(person.path("birth_date").asString(""));
        String district = known(person.path("district"));
        Map<String, String> parameters = new HashMap<>();
        parameters.put("names", String.join("\n", names(file, name, person)));
        parameters.put("birthDate", born.toString());
        parameters.put("sex", person.path("sex").asString(""));
        parameters.put("district", district == null ? "" : district);
        List<Candidate> candidates =
                candidates(exchange.ask(question(file, ConvictionsSource.SERVICE, Map.copyOf(parameters))));
        transaction.executeWithoutResult(status -> screenings.add(file.number(), candidates, clock.instant()));
        List<Screened> all = screenings.of(file.number());
        return new Result(name, born, district, all.size(), (int)
                all.stream().filter(Screened::unjudged).count());
    }

    private static Question question(CaseFile file, String service, Map<String, String> parameters) {
        return new Question(
                service,
                file.agency(),
                file.form().path("purpose").asString(""),
                file.number(),
                file.person(),
                AuditEntry.SYSTEM,
                null,
                parameters);
    }

    /** All his names: the registered one, that before marriage, aliases, and those that he says he has used. */
    private static Set<String> names(CaseFile file, String name, JsonNode person) {
        Set<String> names = new LinkedHashSet<>();
        names.add(name);
        names.add(file.personName());
        String birthName = person.path("birth_name").asString("");
        if (!birthName.isEmpty()) {
            names.add(person.path("given_name").asString("") + " "
                    + person.path("middle_name").asString("") + " " + birthName);
        }
        person.path("aliases").forEach(alias -> names.add(alias.asString("")));
        names.addAll(Applicant.otherNames(file));
        names.remove("");
        return names;
    }

    private static List<Candidate> candidates(JsonNode answer) {
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode node : answer.path("candidates")) {
            List<Reason> reasons = new ArrayList<>();
            node.path("reasons").forEach(reason -> reasons.add(Reason.parse(reason.asString(""))));
            candidates.add(new Candidate(
                    node.path("record").asLong(),
                    node.path("version").asInt(),
                    node.path("score").asDouble(),
                    reasons));
        }
        return candidates;
    }

    private static @Nullable String known(JsonNode node) {
        String text = node.asString("");
        return text.isBlank() ? null : text;
    }
}
