package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Residents;
import bz.ceiba.platform.cases.Questionnaire;
import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.BorderRules.Agricultural;
import bz.ceiba.systems.border.Draft.Content;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of travellers, and in which order. */
@Component
class Questions {
    /** In which languages. */
    static final List<String> LANGUAGES = List.of("en", "es", "fr");

    /** The step at which travellers are named, after the first page. */
    static final String TRAVELLERS = "travellers";

    static final String JOURNEY = "journey";

    /** Pages of which something has to be ticked, and the field at which that is said. */
    private static final Map<String, String> ANY_OF = Map.of("which", "money", "pet", "dog");

    private static final int DAYS_BEFORE = 30;
    private static final int MOST_OF_A_FAMILY = 10;

    /** The largest cruise ships carry so many. */
    private static final int MOST_OF_A_GROUP = 8_000;

    private final Questionnaire declaration;
    private final Questionnaire traveller;
    private final Country country;
    private final BorderRules rules;
    private final Clock clock;
    private final Residents residents;

    Questions(Country country, BorderRules rules, Messages messages, Clock clock, Residents residents) {
        this.country = country;
        this.rules = rules;
        this.clock = clock;
        this.residents = residents;
        Map<String, Map<String, LocalizedText>> choices =
                Map.of("ports", ports(country), "states", states(), "currencies", currencies());
        this.declaration =
                Questionnaire.load("/services/border/declaration/questions.yaml", choices, country, messages, clock);
        this.traveller =
                Questionnaire.load("/services/border/traveller/questions.yaml", choices, country, messages, clock);
    }

    private static Map<String, LocalizedText> ports(Country country) {
        Map<String, LocalizedText> ports = new LinkedHashMap<>();
        country.portsOfEntry().forEach(port -> ports.put(port.id(), port.name()));
        return ports;
    }

    private static LocalizedText inAll(java.util.function.Function<Locale, String> name) {
        return new LocalizedText(
                LANGUAGES.stream().collect(Collectors.toMap(one -> one, one -> name.apply(Locale.of(one)))));
    }

    private static Map<String, LocalizedText> states() {
        Map<String, LocalizedText> states = new LinkedHashMap<>();
        IcaoStates.states(Locale.ENGLISH)
                .forEach(code -> states.put(code, inAll(language -> IcaoStates.name(code, language))));
        new TreeMap<>(IcaoStates.NAMED).forEach(states::put);
        return states;
    }

    private static Map<String, LocalizedText> currencies() {
        Map<String, LocalizedText> currencies = new LinkedHashMap<>();
        for (String code : List.of("BZD", "USD", "EUR", "GTQ", "MXN", "HNL", "GBP", "CAD", "JMD", "TTD")) {
            Currency currency = Currency.getInstance(code);
            currencies.put(code, inAll(language -> code + ", " + currency.getDisplayName(language)));
        }
        return currencies;
    }

    Questionnaire declaration() {
        return declaration;
    }

    Questionnaire traveller() {
        return traveller;
    }

    LocalDate today() {
        return Country.today(clock);
    }

    Optional<Country.PortOfEntry> port(String id) {
        return country.portsOfEntry().stream()
                .filter(port -> port.id().equals(id))
                .findFirst();
    }

    List<Country.PortOfEntry> ports() {
        return country.portsOfEntry();
    }

    Map<String, LocalizedText> portNames() {
        return ports(country);
    }

    /** The pages that are asked, without the travellers'. */
    List<FormPage> asked(Content content, @Nullable String person) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        boolean strangers =
                content.travellers().isEmpty() || content.travellers().stream().anyMatch(one -> !one.isNational());
        facts.put("visiting", strangers && (person == null || residents.isVisitor(new PersonNumber(person))));
        facts.put(
                "cruise",
                port(content.form().path("port").asString(""))
                        .filter(port -> port.mode().equals("cruise"))
                        .isPresent());
        facts.put("permit", needsPermit(content.form()));
        return declaration.asked(content.form(), facts);
    }

    /** The day of a journey; today while none was said. */
    LocalDate day(JsonNode form) {
        String typed = form.path("travelDate").asString("");
        return typed.isEmpty() || date(typed).equals(LocalDate.MIN) ? today() : date(typed);
    }

    /** Animals and food that were said to be brought and are still asked about. */
    List<Agricultural> agricultural(ObjectNode form) {
        ObjectNode said = form.deepCopy();
        Stream.of("pet", "food")
                .filter(kind ->
                        !form.path("goods").asBoolean(false) || !form.path(kind).asBoolean(false))
                .forEach(kind -> declaration.page(kind).orElseThrow().fields().forEach(said::remove));
        return rules.agricultural(said, day(form));
    }

    private boolean needsPermit(ObjectNode form) {
        return agricultural(form).stream().anyMatch(Agricultural::permit);
    }

    /** About how many steps there are: until it is said, somebody arrives. */
    int about(Content content, @Nullable String person) {
        ObjectNode form = content.form().deepCopy();
        if (!form.has("direction")) {
            form.put("direction", "arrival");
        }
        return steps(new Content(form, content.travellers()), person).size();
    }

    /** All steps to be gone through. */
    List<String> steps(Content content, @Nullable String person) {
        List<String> steps = new ArrayList<>(
                asked(content, person).stream().map(FormPage::id).toList());
        steps.add(steps.indexOf(JOURNEY) + 1, TRAVELLERS);
        return steps;
    }

    /** The same without answers to what is not asked any more. */
    Content pruned(Content content, @Nullable String person) {
        return new Content(Questionnaire.pruned(asked(content, person), content.form()), content.travellers());
    }

    /** What is wrong on a page. */
    Map<String, String> errors(FormPage page, ObjectNode typed, Locale locale) {
        Map<String, String> errors = new LinkedHashMap<>(declaration.errors(List.of(page), typed, today(), locale));
        if (page.fields().contains("travelDate") && !errors.containsKey("travelDate")) {
            LocalDate day = date(typed.path("travelDate").asString(""));
            if (day.isBefore(today().minusDays(1)) || day.isAfter(today().plusDays(DAYS_BEFORE))) {
                errors.put("travelDate", declaration.error("travelDate", "days", locale));
            }
        }
        ANY_OF.forEach((id, first) -> {
            if (page.id().equals(id)
                    && page.fields().stream()
                            .noneMatch(field -> typed.path(field).asBoolean(false))) {
                errors.put(first, declaration.error(first, "none", locale));
            }
        });
        return errors;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            // The form's own rules have said that it is none.
            return LocalDate.MIN;
        }
    }

    /** The first step at which something is missing or wrong; empty when it can be sent. */
    Optional<String> incomplete(Content content, @Nullable String person) {
        for (String step : steps(content, person)) {
            if (step.equals(TRAVELLERS)) {
                if (content.travellers().isEmpty() || content.travellers().size() > most(content)) {
                    return Optional.of(step);
                }
                continue;
            }
            FormPage page = declaration.page(step).orElseThrow();
            ObjectNode typed = Questionnaire.pruned(List.of(page), content.form());
            if (!errors(page, typed, Locale.ENGLISH).isEmpty()) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /** How many travellers one declaration may have. */
    static int most(Content content) {
        return switch (content.form().path("party").asString("")) {
            case "family" -> MOST_OF_A_FAMILY;
            case "group" -> MOST_OF_A_GROUP;
            default -> 1;
        };
    }
}
