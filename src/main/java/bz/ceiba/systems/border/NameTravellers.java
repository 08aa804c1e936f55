package bz.ceiba.systems.border;

import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Draft.Content;
import bz.ceiba.systems.border.MachineReadableZone.Reading;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Takes a traveller from the lines at the foot of his passport, or from what he typed of it, and says what is wrong with either. */
@Component
class NameTravellers {
    private final Questions questions;
    private final Messages messages;

    /** Documents of Utopia, for whoever tries it out. */
    private final boolean specimens;

    NameTravellers(Questions questions, Messages messages, @Value("${ceiba.demo}") boolean specimens) {
        this.questions = questions;
        this.messages = messages;
        this.specimens = specimens;
    }

    /** What came of it: a traveller, or what is wrong by question. */
    record Named(Optional<Traveller> traveller, Map<String, String> errors) {
        static Named wrong(Map<String, String> errors) {
            return new Named(Optional.empty(), errors);
        }
    }

    /**
     * @param page {@code zone} or {@code typed}
     * @param typed the answers on it
     * @param content with the travellers who are named already
     */
    Named read(FormPage page, ObjectNode typed, Content content, Locale locale) {
        Map<String, String> errors = questions.traveller().errors(List.of(page), typed, questions.today(), locale);
        if (!errors.isEmpty()) {
            return Named.wrong(errors);
        }
        String field = page.fields().getFirst();
        Named named = page.id().equals("zone")
                ? ofZone(typed.path("zone").asString(""), locale)
                : new Named(Optional.of(ofAnswers(typed)), Map.of());
        return named.traveller()
                .flatMap(one -> refusal(one, content, locale))
                .map(reason -> Named.wrong(Map.of(field, reason)))
                .orElse(named);
    }

    /** What is wrong with lines that were read off a photograph, by question; empty when they are those of a document that can be named. */
    Map<String, String> faults(String zone, Locale locale) {
        return ofZone(zone, locale).errors();
    }

    private Named ofZone(String zone, Locale locale) {
        Reading reading = MachineReadableZone.read(zone, questions.today());
        if (reading.document().isEmpty()) {
            ZoneFault first = reading.faults().getFirst();
            String key = "border.declare.zone." + first.what();
            return Named.wrong(Map.of("zone", messages.text(locale, key, first.line(), first.position())));
        }
        TravelDocument document = reading.document().get();
        if (document.format().isVisa()) {
            return Named.wrong(Map.of("zone", messages.text(locale, "border.declare.zone.visa")));
        }
        if (document.isSpecimen() && !specimens) {
            return Named.wrong(Map.of("zone", messages.text(locale, "border.declare.zone.STATE", 1, 3)));
        }
        return new Named(Optional.of(Traveller.of(document)), Map.of());
    }

    private static Traveller ofAnswers(ObjectNode typed) {
        String nationality = typed.path("nationality").asString("");
        return new Traveller(
                typed.path("surname").asString(""),
                typed.path("given").asString(""),
                Traveller.plain(typed.path("number").asString("")),
                nationality,
                nationality,
                typed.path("birth").asString(""),
                typed.path("expiry").asString(""),
                "",
                false);
    }

    /** Why somebody can't be on the declaration: his document runs out before, or he is on it. */
    Optional<String> refusal(Traveller one, Content content, Locale locale) {
        LocalDate day = Optional.of(content.form().path("travelDate").asString(""))
                .filter(text -> !text.isEmpty())
                .map(LocalDate::parse)
                .orElse(questions.today());
        if (one.isExpired(day)) {
            return Optional.of(messages.text(
                    locale, "border.declare.expired", messages.date(locale, LocalDate.parse(one.expiry()))));
        }
        boolean there = content.travellers().stream()
                .anyMatch(other -> other.documentKey().equals(one.documentKey()));
        return there ? Optional.of(messages.text(locale, "border.declare.twice", one.masked())) : Optional.empty();
    }

    /** Answers to the page for one row of a list, by the list's headings. */
    ObjectNode row(FormPage page, Map<String, String> cells) {
        Map<String, String> posted = new LinkedHashMap<>();
        for (String field : page.fields()) {
            String cell = cells.getOrDefault(field, "");
            boolean code = field.equals("nationality");
            posted.put(field, code ? IcaoStates.parse(cell).map(IcaoStates::iso).orElse(cell) : cell);
        }
        return questions.traveller().read(page, posted);
    }
}
