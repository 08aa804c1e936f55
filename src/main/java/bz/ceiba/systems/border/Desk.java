package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.FieldView;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.border.carrier.Listed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shows a declaration to an officer, cut to what his agency may know, and writes down that he looked. */
@Component
class Desk {
    private static final int MOST_SHOWN = 100;
    private static final List<String> DOCUMENT = List.of("number", "issuer", "birth", "sex", "expiry");

    private final Declarations declarations;
    private final Decisions decisions;
    private final JointView joint;
    private final CheckTraveller check;
    private final ArrivalRecords arrivals;
    private final Stays stays;
    private final Visas visas;
    private final Registered registered;
    private final Questions questions;
    private final DocumentWords words;
    private final Audit audit;

    Desk(
            Declarations declarations,
            Decisions decisions,
            JointView joint,
            CheckTraveller check,
            ArrivalRecords arrivals,
            Stays stays,
            Visas visas,
            Registered registered,
            Questions questions,
            DocumentWords words,
            Audit audit) {
        this.declarations = declarations;
        this.decisions = decisions;
        this.joint = joint;
        this.check = check;
        this.arrivals = arrivals;
        this.stays = stays;
        this.visas = visas;
        this.registered = registered;
        this.questions = questions;
        this.words = words;
        this.audit = audit;
    }

    /** Writes down that he saw it. */
    void looked(Actor officer, Part part, Declaration declaration, String page) {
        String person = declaration.person();
        audit.record(officer.doesFor(
                part.agency(),
                AuditEvent.DECLARATION_READ,
                person == null ? null : new PersonNumber(person),
                null,
                JointView.PURPOSE,
                Map.of("declaration", declaration.number(), "page", page)));
    }

    /** As the list of a flight shows it, which is a look at it. */
    QueuedDeclaration queued(Actor officer, Part part, Declaration declaration) {
        looked(officer, part, declaration, "queue");
        String name = declarations
                .part(declaration.number(), declaration.version(), Part.BOTH)
                .map(content -> name(content.path("travellers").path(0)))
                .orElse("");
        Map<Integer, Outcome> last = new HashMap<>();
        decisions.of(declaration.number(), part).forEach(one -> last.putIfAbsent(one.position(), one.outcome()));
        Outcome only = declaration.travellers() == 1 ? last.get(1) : null;
        return new QueuedDeclaration(
                declaration.number(),
                name,
                declaration.travellers(),
                declaration.isWithdrawn(),
                last.size(),
                only == null ? null : only.name());
    }

    /** Who is on it, by place, as far as both agencies may know. */
    Map<Integer, String> names(Declaration declaration) {
        Map<Integer, String> names = new HashMap<>();
        declarations
                .part(declaration.number(), declaration.version(), Part.BOTH)
                .ifPresent(
                        content -> content.path("travellers").forEach(one -> names.put(names.size() + 1, name(one))));
        return names;
    }

    private static String name(JsonNode traveller) {
        return (traveller.path("given").asString("") + " "
                        + traveller.path("surname").asString(""))
                .strip();
    }

    DeskView view(Actor officer, Part part, Declaration declaration, Locale locale) {
        looked(officer, part, declaration, "declaration");
        if (part == Part.IMMIGRATION) {
            arrivals.looked(declaration.number());
        }
        DeskView own = own(part, declaration, MOST_SHOWN, locale);
        return new DeskView(
                own.declaration(),
                own.port(),
                own.sections(),
                shared(joint.of(officer, part, declaration), locale),
                own.travellers());
    }

    /**
     * The agency's own part and what both need, and nothing that the other agency shares. Who shows it writes down who looked.
     *
     * @param most travellers
     */
    DeskView own(Part part, Declaration declaration, int most, Locale locale) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        List<ObjectNode> people = new ArrayList<>();
        for (Part one : List.of(Part.BOTH, part)) {
            declarations
                    .part(declaration.number(), declaration.version(), one)
                    .ifPresent(content -> add(content, said, people));
        }
        return new DeskView(
                declaration,
                questions.port(declaration.port()).orElseThrow().name(),
                sections(said, locale),
                Map.of(),
                travellers(
                        people,
                        decisions.of(declaration.number(), part),
                        part == Part.IMMIGRATION && !declaration.isWithdrawn()
                                ? checks(declaration, people, said, most, locale)
                                : List.of(),
                        most,
                        declaration,
                        part,
                        locale));
    }

    /** What was answered, under the titles of the pages on which it was asked; nothing twice. */
    private List<DeskView.Section> sections(ObjectNode said, Locale locale) {
        Set<FieldView> seen = new HashSet<>();
        return questions.declaration().pages().stream()
                .map(page -> new DeskView.Section(
                        page.title(),
                        questions.declaration().fields(page, said, locale).stream()
                                .filter(field -> !field.readable().isEmpty() && seen.add(field))
                                .toList()))
                .filter(section -> !section.fields().isEmpty())
                .toList();
    }

    /** As people read it; that the other agency could not be asked is there too. */
    private Map<String, String> shared(JsonNode granted, Locale locale) {
        Map<String, String> shared = new LinkedHashMap<>();
        granted.propertyStream()
                .filter(one -> !one.getKey().equals("known") || !one.getValue().asBoolean(false))
                .forEach(one -> shared.put(one.getKey(), one.getValue().asString("")));
        ObjectNode answers = (ObjectNode) granted;
        questions.declaration().pages().stream()
                .flatMap(page -> questions.declaration().fields(page, answers, locale).stream())
                .filter(field -> shared.containsKey(field.name()))
                .forEach(field -> shared.put(field.name(), field.readable()));
        return shared;
    }

    private static void add(JsonNode content, ObjectNode said, List<ObjectNode> people) {
        content.propertyStream()
                .filter(one -> one.getValue().isValueNode())
                .forEach(one -> said.set(one.getKey(), one.getValue()));
        int position = 0;
        for (JsonNode one : content.path("travellers")) {
            if (position >= people.size()) {
                people.add(JsonNodeFactory.instance.objectNode());
            }
            people.get(position).setAll((ObjectNode) one);
            position++;
        }
    }

    private List<DeskCheck> checks(
            Declaration declaration, List<ObjectNode> people, JsonNode said, int most, Locale locale) {
        Optional<List<Listed>> list = check.list(declaration);
        List<DeskCheck> checks = new ArrayList<>();
        for (int i = 0; i < Math.min(people.size(), most); i++) {
            DeskCheck one = check.of(declaration, i + 1, people.get(i), said, list);
            checks.add(one.with(words.of(one.differences(), locale)));
        }
        return checks;
    }

    private List<DeskTraveller> travellers(
            List<ObjectNode> people,
            List<Decision> decided,
            List<DeskCheck> checks,
            int most,
            Declaration declaration,
            Part part,
            Locale locale) {
        boolean leaving = part == Part.IMMIGRATION && !declaration.arrival();
        Map<Integer, PersonNumber> persons = registered.on(declaration.number());
        List<DeskTraveller> travellers = new ArrayList<>();
        for (int i = 0; i < Math.min(people.size(), most); i++) {
            ObjectNode one = people.get(i);
            int position = i + 1;
            String nationality = one.path("nationality").asString("");
            Decision decision = decided.stream()
                    .filter(known -> known.position() == position)
                    .findFirst()
                    .orElse(null);
            Map<String, String> details = new LinkedHashMap<>();
            DOCUMENT.stream()
                    .filter(name -> !one.path(name).asString("").isEmpty())
                    .forEach(name ->
                            details.put(name, words.of(name, one.path(name).asString(""), locale)));
            travellers.add(new DeskTraveller(
                    position,
                    name(one),
                    IcaoStates.name(nationality, locale),
                    details,
                    !nationality.equals(Traveller.HOME),
                    decision,
                    i < checks.size() ? checks.get(i) : null,
                    stay(one, decision, leaving),
                    persons.get(position),
                    visa(one, declaration, part)));
        }
        return travellers;
    }

    private @Nullable DeskVisa visa(ObjectNode one, Declaration declaration, Part part) {
        String nationality = one.path("nationality").asString("");
        if (part != Part.IMMIGRATION || !declaration.arrival() || nationality.equals(Traveller.HOME)) {
            return null;
        }
        LocalDate day = declaration.travelDate();
        boolean needed = visas.rules().isNeeded(nationality, day);
        return new DeskVisa(
                needed,
                needed
                        ? visas.of(
                                        one.path("issuer").asString(""),
                                        one.path("number").asString(""),
                                        day)
                                .orElse(null)
                        : null);
    }

    /** Of who leaves; and of who came when it was extended since. */
    private @Nullable Stay stay(ObjectNode one, @Nullable Decision decision, boolean leaving) {
        LocalDate told = decision == null ? null : decision.until();
        if (!leaving && told == null) {
            return null;
        }
        return stays.of(one.path("issuer").asString(""), one.path("number").asString(""))
                .filter(stay -> told == null || stay.until().isAfter(told))
                .orElse(null);
    }
}
