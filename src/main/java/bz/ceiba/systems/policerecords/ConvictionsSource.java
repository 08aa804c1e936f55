package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be asked of the register: {@code policerecords.convictions}. The answer names the records that may be the
 * subject's; one in which every conviction is sealed or annulled is none of them.
 *
 * <p>Parameters: {@code names}, one a line, the one in use first; {@code birthDate}, {@code sex} and {@code district} as far
 * as they are known.
 */
@Component
class ConvictionsSource implements Source {
    static final String SERVICE = "policerecords.convictions";

    private final Register register;
    private final Disclosure disclosure;
    private final JsonMapper json;
    private final Clock clock;

    ConvictionsSource(Register register, Disclosure disclosure, JsonMapper json, Clock clock) {
        this.register = register;
        this.disclosure = disclosure;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public JsonNode answer(Question question) {
        Map<String, String> parameters = question.parameters();
        Applicant applicant = new Applicant(
                question.subject(),
                Arrays.stream(parameters.getOrDefault("names", "").split("\n", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                BirthDate.parse(parameters.getOrDefault("birthDate", "")),
                known(parameters.get("sex")),
                known(parameters.get("district")));
        LocalDate today = Country.today(clock);
        ObjectNode answer = json.createObjectNode();
        ArrayNode candidates = answer.putArray("candidates");
        List<PersonEntry> comparable = register.comparable(applicant);
        for (Candidate candidate : Matching.candidates(applicant, comparable)) {
            PersonEntry person = comparable.stream()
                    .filter(p -> p.id() == candidate.person())
                    .findFirst()
                    .orElseThrow();
            List<Conviction> open = disclosure.open(person, register.convictions(person.id()), today);
            if (!open.isEmpty()) {
                describe(candidates.addObject(), candidate, person, open, today);
            }
        }
        return answer;
    }

    private static @Nullable String known(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private void describe(
            ObjectNode node, Candidate candidate, PersonEntry person, List<Conviction> open, LocalDate today) {
        node.put("record", candidate.person());
        node.put("version", candidate.version());
        node.put("score", candidate.score());
        ArrayNode reasons = node.putArray("reasons");
        candidate.reasons().forEach(reason -> reasons.add(reason.text()));
        person.knownNumber().ifPresent(number -> node.put("identity_number", number.digits()));
        node.put("name", person.name());
        ArrayNode aliases = node.putArray("aliases");
        person.aliases().forEach(aliases::add);
        node.put("birth_date", person.birth().toString());
        node.put("sex", person.sex());
        node.put("birth_place", person.birthPlace());
        node.put("district", person.district());
        ArrayNode convictions = node.putArray("convictions");
        for (Conviction conviction : open) {
            convictions
                    .addObject()
                    .put("id", conviction.id())
                    .put("version", conviction.version())
                    .put("court", conviction.court())
                    .put("reference", conviction.reference())
                    .put("offence", conviction.offence())
                    .put("category", conviction.category().name())
                    .put("offence_on", text(conviction.offenceOn()))
                    .put("convicted_on", conviction.convictedOn().toString())
                    .put("sentence", conviction.sentence())
                    .put("ends_on", text(conviction.endsOn()))
                    .put("spent", disclosure.isSpent(conviction, open, today));
        }
    }

    private static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }
}
